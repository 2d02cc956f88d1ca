package starmap.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerInfoTest {
  @Test
  void memoryIsToldInBytes() {
    assertThat(ServerInfo.memory("used_memory:100\r\nmaxmemory:400\r\n"))
        .isEqualTo(new StoreMemory.Usage(100, 400L));
    assertThat(ServerInfo.memory("used_memory:100\r\nmaxmemory:0\r\n"))
        .isEqualTo(new StoreMemory.Usage(100, null));
  }

  @Test
  void infoOfAServerIsRead() {
    var info =
        """
        # Server
        redis_version:7.0.15
        redis_mode:standalone

        # Memory
        maxmemory:0
        maxmemory_policy:allkeys-lru
        """
            .replace("\n", "\r\n");

    assertThat(ServerInfo.parse(info)).isEqualTo(new ServerInfo("7.0.15", "allkeys-lru"));
  }

  @Test
  void serverThatSaysNothingIsTakenForAnOldOne() {
    assertThat(ServerInfo.parse("")).isEqualTo(new ServerInfo("0", "noeviction"));
  }

  @ParameterizedTest
  @CsvSource({"6.2.14,false", "7.0.0,true", "7,true", "10.1,true", "0,false"})
  void flagsAreKnownFromSevenOn(String version, boolean flags) {
    assertThat(new ServerInfo(version, "noeviction").flagsScripts()).isEqualTo(flags);
  }

  @Test
  void serverThatEvictsIsRefused() {
    assertThatCode(new ServerInfo("7.0.0", "noeviction")::requireNoEviction)
        .doesNotThrowAnyException();
    assertThatThrownBy(new ServerInfo("7.0.0", "volatile-lru")::requireNoEviction)
        .isInstanceOf(StoreException.Denied.class)
        .hasMessageContaining("volatile-lru")
        .hasMessageContaining("noeviction");
  }
}
