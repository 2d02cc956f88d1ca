package starmap.worker.claim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import starmap.job.Input;
import starmap.job.JobId;
import starmap.job.JobSpec;
import starmap.job.JobState;
import starmap.job.Mode;
import starmap.job.OnError;
import starmap.worker.Lab;
import starmap.worker.function.FunctionCatalog;

class ClaimLoopIT {
  private static Lab lab;
  private static FunctionCatalog functions;
  private final Crew worker = new Crew("w1", lab, functions);

  @BeforeAll
  static void open() throws Exception {
    lab = Lab.open(false);
    functions = FunctionCatalog.load();
  }

  @AfterAll
  static void close() {
    functions.close();
    lab.close();
  }

  @Test
  void aMapOverARangeComesBackInOrder() {
    var id = lab.range("square@1", 100_000, 0);
    worker.work();
    assertThat(lab.state(id)).isEqualTo(JobState.SUCCEEDED);
    assertThat(lab.results(id))
        .containsExactlyElementsOf(
            LongStream.range(0, 100_000).mapToObj(i -> Long.toString(i * i)).toList());
    assertThat(worker.busy).hasValue(0);
  }

  @Test
  void starmapTakesArgumentsByPositionAndByName() {
    var id = submit("power@1", Mode.STARMAP, "[[2,3],{\"base\":3,\"exponent\":2}, [5]]", 3);
    worker.work();
    assertThat(lab.state(id)).isEqualTo(JobState.PARTIAL);
    assertThat(lab.results(id))
        .containsExactly(
            "8", "9", "!InvalidArgument: expected 2 arguments [base, exponent], got 1");
  }

  @Test
  void manyChunksOfOneBlockEachComputeTheirOwnItems() {
    var id =
        lab.items(
            new JobSpec("identity@1", Mode.MAP, new Input.Items()),
            "[{\"a\":[1]}, [[2]], \"]\" ,1.0,-0.0,null,12345678901234567890]",
            7,
            Lab.options(2, OnError.COLLECT));
    worker.work();
    assertThat(lab.results(id))
        .containsExactly(
            "{\"a\":[1]}", "[[2]]", "\"]\"", "1.0", "-0.0", "null", "12345678901234567890");
  }

  @Test
  void aFunctionThatTheWorkerDoesNotHaveFailsItsItemsClearly() {
    var id = lab.range("nothing@7", 3, 0);
    worker.work();
    assertThat(lab.state(id)).isEqualTo(JobState.PARTIAL);
    assertThat(lab.results(id))
        .containsOnly("!UnknownFunction: this worker has no function nothing@7")
        .hasSize(3);
  }

  @Test
  void aJobThatFailsWithItsFirstErrorEndsAndFreesItsChunks() {
    var id =
        lab.items(
            new JobSpec("fail@1", Mode.MAP, new Input.Items()),
            "[1,\"stop here\",3,4]",
            4,
            Lab.options(2, OnError.FAIL));
    assertThat(worker.loop.runOnce()).isTrue();
    worker.work();

    var job = lab.job(id);
    assertThat(job.state()).isEqualTo(JobState.FAILED);
    assertThat(job.error().index()).isEqualTo(1);
    assertThat(job.error().message()).isEqualTo("stop here");
    assertThat(job.chunks().outstanding()).isZero();
  }

  @Test
  void damagedInputFailsItsItemsAndNotTheWorker() {
    var id = submit("identity@1", Mode.MAP, "[1,2", 3);
    worker.work();
    assertThat(lab.state(id)).isEqualTo(JobState.PARTIAL);
    assertThat(lab.results(id)).hasSize(3).first().isEqualTo("1");
    assertThat(lab.results(id)).last().asString().startsWith("!Internal: the worker could not");
  }

  @Test
  void resultsThatReadersWouldChokeOnAreItemErrors() {
    var id = submit("power@1", Mode.STARMAP, "[[10,999],[10,1000],[2,1]]", 3);
    worker.work();
    assertThat(lab.results(id))
        .containsExactly(
            "1" + "0".repeat(999), "!ResultTooLarge: the value has more than 1000 digits", "2");
  }

  @Test
  void thousandsOfLongMessagesAreSettledInPieces() {
    var message = "\"" + "m".repeat(990) + "\"";
    var id = submit("fail@1", Mode.MAP, "[" + (message + ",").repeat(2_999) + message + "]", 3_000);
    worker.work();
    assertThat(lab.results(id)).hasSize(3_000).allMatch(text -> text.startsWith("!Illegal"));
    assertThat(lab.job(id).chunks().recorded()).isGreaterThan(2);
  }

  private static JobId submit(String function, Mode mode, String array, int count) {
    return lab.items(
        new JobSpec(function, mode, new Input.Items()),
        array,
        count,
        Lab.options(count, OnError.COLLECT));
  }
}
