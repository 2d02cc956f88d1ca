package starmap.api.submit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import starmap.api.job.Jobs;
import starmap.api.result.Format;
import starmap.api.result.ResultWriter;
import starmap.job.Job;
import starmap.job.JobId;
import starmap.job.ResultStorage;
import starmap.store.JobResults;
import starmap.store.JobStore;
import tools.jackson.databind.json.JsonMapper;

/**
 * The answer to a submission: the job, and its small results where the client wished to wait for
 * them.
 */
@Component
class JobAnswer {
  private static final int MOST_RESULT_BYTES = 1 << 20;

  private final Jobs jobs;
  private final JobStore store;
  private final JsonMapper json;

  JobAnswer(Jobs jobs, JobStore store, JsonMapper json) {
    this.jobs = jobs;
    this.store = store;
    this.json = json;
  }

  void write(JobId id, Optional<Duration> wait, HttpServletResponse response) throws IOException {
    var job = wait.isPresent() ? jobs.await(id, wait.get()) : jobs.get(id);
    var results =
        wait.isPresent() && job.state().isTerminal() ? results(job) : Optional.<byte[]>empty();
    response.setContentType(MediaType.APPLICATION_JSON_VALUE);
    response.setHeader("Location", "/v1/jobs/" + id);
    wait.ifPresent(time -> response.setHeader("Preference-Applied", "wait=" + time.toSeconds()));
    var view = json.writeValueAsBytes(jobs.view(job));
    boolean isWhole = job.state().isTerminal() && job.storage() != ResultStorage.KEPT;
    if (results.isEmpty()) {
      if (wait.isEmpty() || !isWhole) {
        response.setStatus(HttpServletResponse.SC_ACCEPTED);
        response.setHeader("Retry-After", "1");
      }
      response.getOutputStream().write(view);
      return;
    }
    var out = response.getOutputStream();
    out.write(view, 0, view.length - 1);
    out.write(",\"results\":".getBytes(US_ASCII));
    out.write(results.get());
    out.write('}');
  }

  /** All values as one array, unless they are too large or not kept. */
  private Optional<byte[]> results(Job job) throws IOException {
    if (job.storage() != ResultStorage.KEPT) {
      return Optional.empty();
    }
    var out = new ByteArrayOutputStream();
    var writer =
        new ResultWriter(out, new ResultWriter.Layout(Format.JSON, true, ResultWriter.Only.ALL));
    long at = 0;
    while (out.size() <= MOST_RESULT_BYTES) {
      var collected =
          store
              .collect(
                  new JobResults.Collect(
                      job.id(), JobResults.Order.INPUT, at, MOST_RESULT_BYTES, List.of()))
              .orElseThrow(Jobs::notFound);
      for (var entry : collected.entries()) {
        writer.write(entry, 0, Long.MAX_VALUE);
        at = entry.start() + entry.segment().count();
      }
      if (collected.entries().isEmpty()) {
        writer.end();
        return Optional.of(out.toByteArray());
      }
    }
    return Optional.empty();
  }
}
