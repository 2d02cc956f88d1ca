package starmap.store;

import java.time.Duration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.data.redis.autoconfigure.DataRedisProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import starmap.fleet.WorkerRegistry;

/**
 * Wires the store to the Redis that Spring's own properties ({@code spring.data.redis.*}) describe.
 * Import it into a service.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(StoreProperties.class)
public class StoreConfiguration {
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  @Bean
  Stores stores(
      LettuceConnectionFactory factory,
      StoreProperties properties,
      DataRedisProperties redis,
      ObjectProvider<StoreListener> listener) {
    var timeout = redis.getTimeout() == null ? TIMEOUT : redis.getTimeout();
    return new Stores(
        factory.getRequiredNativeClient(), properties, timeout, listener.getIfAvailable());
  }

  @Bean
  JobStore jobStore(Stores stores) {
    return stores.jobs();
  }

  @Bean
  WorkerRegistry workerRegistry(Stores stores) {
    return stores.workers();
  }

  @Bean
  StoreMemory storeMemory(Stores stores) {
    return stores.memory();
  }

  @Bean
  FunctionCosts functionCosts(Stores stores) {
    return stores.costs();
  }

  @Bean
  StoreWatch storeWatch(Stores stores) {
    return stores.watch();
  }

  @Bean
  EndedJobs endedJobs(Stores stores) {
    return stores.ended();
  }

  @Bean
  Doorbell doorbell(Stores stores) {
    return stores.doorbell();
  }

  @Bean(initMethod = "start")
  Sweeper sweeper(Stores stores, Doorbell doorbell, ObjectProvider<Pace> pace) {
    return new Sweeper(stores.jobs(), doorbell, pace.getIfAvailable());
  }
}
