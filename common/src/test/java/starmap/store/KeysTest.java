package starmap.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import starmap.job.JobId;

class KeysTest {
  private static final JobId ID = new JobId("aaaaaaaaaaaaaaaaaaaaaaaaaa");
  private static final String JOB = "sm:{s00}:j:aaaaaaaaaaaaaaaaaaaaaaaaaa";

  @Test
  void keysOfAJobAreThoseOfTheTable() {
    assertThat(Keys.SINGLE.ofJob(ID))
        .containsExactly(
            "sm:{s00}:ready:default",
            "sm:{s00}:due",
            "sm:{s00}:vt",
            "sm:{s00}:flow",
            "sm:{s00}:gc",
            "sm:{s00}:jobs",
            "sm:{s00}:usage",
            "sm:{s00}:idle",
            "sm:{s00}:costs",
            JOB,
            JOB + ":chunks",
            JOB + ":in",
            JOB + ":blocks",
            JOB + ":res",
            JOB + ":map",
            JOB + ":log",
            JOB + ":again",
            JOB + ":fold",
            "sm:{s00}:folding",
            JOB + ":stats",
            JOB + ":slow",
            JOB + ":failures",
            "sm:{s00}:ended",
            "sm:{s00}:j:");
    assertThat(Keys.SINGLE.workers()).isEqualTo("sm:{s00}:workers");
    assertThat(Keys.SINGLE.job(ID)).isEqualTo(Keys.SINGLE.jobPrefix() + ID);
  }

  @Test
  void allKeysOfAShardHaveOneHashTag() {
    assertThat(new Keys(7).ofJob(ID)).allMatch(key -> key.startsWith("sm:{s07}:"));
    assertThat(List.of(new Keys(7).workers(), new Keys(7).jobPrefix()))
        .allMatch(key -> key.startsWith("sm:{s07}:"));
  }

  @Test
  void scriptsNameTheKeysInTheSameOrder() throws IOException {
    var names =
        List.of(
            "ready",
            "due",
            "vt",
            "flow",
            "gc",
            "jobs",
            "usage",
            "idle",
            "costs",
            "job",
            "chunks",
            "input",
            "blocks",
            "results",
            "map",
            "log",
            "again",
            "fold",
            "folding",
            "stats",
            "slow",
            "failures",
            "ended");
    var found = new ArrayList<String>();
    try (var file = Keys.class.getResourceAsStream("lib/keys.lua")) {
      var text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      var matcher = Pattern.compile("(\\w+) = KEYS\\[(\\d+)\\]").matcher(text);
      while (matcher.find()) {
        assertThat(matcher.group(2)).isEqualTo(Integer.toString(found.size() + 1));
        found.add(matcher.group(1));
      }
    }

    // the last one is that which is never there
    assertThat(found).isEqualTo(names).hasSize(Keys.SINGLE.ofJob(ID).size() - 1);
  }
}
