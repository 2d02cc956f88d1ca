package starmap.api.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import starmap.api.testing.Http;
import starmap.api.testing.JobClient;
import starmap.api.testing.LocalApi;
import starmap.api.testing.LocalApiExtension;
import starmap.fleet.Activity;
import starmap.fleet.FunctionDescriptor;
import starmap.fleet.Worker;
import starmap.fleet.WorkerRegistry;
import starmap.store.RecordField;

/** Beside the worker of the API's tests there is one, only in words, that has more functions. */
@ExtendWith(LocalApiExtension.class)
class RoutingIT {
  private static final String EXPERT = "expert";

  private final LocalApi api;
  private final Http http;
  private final WorkerRegistry registry;

  RoutingIT(LocalApi api) {
    this.api = api;
    this.http = api.http();
    this.registry = api.context().getBean(WorkerRegistry.class);
  }

  @BeforeEach
  void join() {
    var functions =
        List.of(function("own.cube", "own.py@1", 1), function("other.add", "other.py@1", 2));
    registry.register(
        new Worker(
            EXPERT,
            EXPERT,
            "h",
            1,
            0,
            Instant.EPOCH,
            1,
            0,
            false,
            functions,
            List.of(),
            Activity.NONE));
  }

  @AfterEach
  void leave() {
    registry.unregister(EXPERT);
  }

  @Test
  void aJobOfAFunctionThatSomeWorkersHaveWaitsInTheQueueOfItsSource() {
    var own = submit("own.cube", "");
    var everybodys = submit("square", "");

    assertThat(queue(own)).isEqualTo("own.py@1");
    assertThat(queue(everybodys)).isEmpty();
    assertThat(own.view().at("/waiting").isNull()).isTrue();
    everybodys.await("SUCCEEDED");
  }

  @Test
  void aJobSaysThatNobodyIsLeftWhoCanComputeIt() {
    var own = submit("own.cube", "");
    registry.unregister(EXPERT);

    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(own.view().at("/waiting").asString())
                    .isEqualTo("no live worker has own.cube@1 of own.py@1; the job waits for one"));
    own.cancel().expect(200);
    assertThat(own.view().at("/waiting").isNull()).isTrue();
  }

  @Test
  void aFunctionAndAReductionOfTwoFilesAreRefused() {
    http.call("POST", "/v1/jobs")
        .json(request("own.cube", ",\"reduce\":{\"function\":\"other.add\"}"))
        .send()
        .expectProblem(422, "invalid-request");

    var one = submit("square", ",\"reduce\":{\"function\":\"other.add\"}");
    assertThat(queue(one)).isEqualTo("other.py@1");
    one.cancel().expect(200);
  }

  private JobClient submit(String function, String more) {
    return http.submit(request(function, more));
  }

  private static String request(String function, String more) {
    return "{\"function\":\"%s\",\"input\":{\"range\":{\"stop\":3}}%s}".formatted(function, more);
  }

  private String queue(JobClient job) {
    return new RecordField(api.commands(), "sm:{s00}:j:" + job.id(), "queue").get();
  }

  private static FunctionDescriptor function(String name, String source, int parameters) {
    var all =
        List.of(
            new FunctionDescriptor.Parameter("x", "integer"),
            new FunctionDescriptor.Parameter("y", "integer"));
    var signature =
        new FunctionDescriptor.Signature("", all.subList(0, parameters), "", /* schema= */ null);
    var origin = new FunctionDescriptor.Origin(source, Instant.EPOCH, true);
    return new FunctionDescriptor(name, "1", "python", signature, origin);
  }
}
