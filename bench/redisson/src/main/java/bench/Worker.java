package bench;

import java.util.Map;
import org.redisson.RedissonNode;
import org.redisson.config.Config;
import org.redisson.config.RedissonNodeConfig;

/** java bench.Worker HOST PORT: a node that computes one task at a time. */
public class Worker {
  public static void main(String[] args) {
    var config = new RedissonNodeConfig(config(args));
    config.setExecutorServiceWorkers(Map.of("bench", 1));
    RedissonNode.create(config).start();
    System.out.println("{\"ready\": true}");
  }

  static Config config(String[] args) {
    var config = new Config();
    config.useSingleServer().setAddress("redis://" + args[0] + ":" + args[1]);
    return config;
  }
}
