package starmap.api;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import java.time.InstantSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.annotation.EnableScheduling;
import starmap.api.limits.ApiProperties;
import starmap.store.StoreConfiguration;

/** Wires the service to the store and to the clock. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ApiProperties.class)
@EnableScheduling
@Import(StoreConfiguration.class)
class ApiConfiguration {
  @Bean
  InstantSource clock() {
    return InstantSource.system();
  }

  @Bean
  OpenAPI openApi() {
    return new OpenAPI()
        .info(
            new Info()
                .title("Starmap")
                .version("v1")
                .description(
                    "multiprocessing.Pool as a service: map and starmap over HTTP, results in input order while they are computed.")
                .license(new License().name("Apache-2.0").identifier("Apache-2.0")));
  }
}
