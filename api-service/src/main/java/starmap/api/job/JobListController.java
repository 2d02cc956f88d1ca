package starmap.api.job;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import starmap.api.problem.ProblemException;
import starmap.api.problem.Query;
import starmap.job.Job;
import starmap.job.JobId;
import starmap.job.JobState;
import starmap.store.JobStore;

/**
 * Lists jobs as AIP-158 says: an opaque token leads to the next page, and a page may be short when
 * few jobs pass the filter.
 */
@RestController
class JobListController {
  private static final int DEFAULT_SIZE = 50;
  private static final int MOST = 1_000;
  private static final int MOST_SCANNED = 5_000;

  private final Jobs jobs;
  private final JobStore store;

  JobListController(Jobs jobs, JobStore store) {
    this.jobs = jobs;
    this.store = store;
  }

  /**
   * A page.
   *
   * @param jobs newest first
   * @param nextPageToken leads on; null at the end
   */
  record Page(List<JobView> jobs, @Nullable String nextPageToken) {}

  @Operation(
      summary = "Jobs, newest first",
      operationId = "listJobs",
      tags = "jobs",
      parameters = {
        @Parameter(name = "state", schema = @Schema(types = "string")),
        @Parameter(name = "function", schema = @Schema(types = "string")),
        @Parameter(name = "label", schema = @Schema(types = "string"), description = "key:value"),
        @Parameter(
            name = "text",
            schema = @Schema(types = "string"),
            description = "part of the id, the name, the function or the value of a label"),
        @Parameter(
            name = "pageSize",
            schema = @Schema(types = "integer"),
            description = "1 to 1000"),
        @Parameter(name = "pageToken", schema = @Schema(types = "string"))
      })
  @GetMapping("/v1/jobs")
  Page list(@Parameter(hidden = true) HttpServletRequest request) {
    var query =
        Query.of(request, Set.of("state", "function", "label", "text", "pageSize", "pageToken"));
    int size = query.integer("pageSize", 1, MOST).orElse(DEFAULT_SIZE);
    var filter = filter(query);
    JobStore.@Nullable Cursor at =
        query.text("pageToken").map(JobListController::cursor).orElse(JobStore.Cursor.BEGIN);
    var found = new ArrayList<JobView>();
    for (int scanned = 0;
        at != null && found.size() < size && scanned < MOST_SCANNED;
        scanned += size) {
      var page = store.list(at, size - found.size());
      page.jobs().stream().filter(filter).map(jobs::line).forEach(found::add);
      at = page.next();
    }
    return new Page(found, at == null ? null : token(at));
  }

  private static Predicate<Job> filter(Query query) {
    var state = query.word("state", JobState.class);
    var function = query.text("function");
    var label = query.text("label").map(JobListController::label);
    var text = query.text("text").map(words -> words.toLowerCase(Locale.ROOT));
    return job ->
        text.map(part -> says(job, part)).orElse(true)
            && state.map(one -> one == job.state()).orElse(true)
            && function.map(name -> names(job.spec().function(), name)).orElse(true)
            && label.map(pair -> pair[1].equals(job.labels().get(pair[0]))).orElse(true);
  }

  private static boolean says(Job job, String part) {
    var words = new ArrayList<>(job.labels().values());
    words.addAll(List.of(job.id().value(), job.spec().function()));
    if (job.name() != null) {
      words.add(job.name());
    }
    return words.stream().anyMatch(word -> word.toLowerCase(Locale.ROOT).contains(part));
  }

  private static boolean names(String pinned, String name) {
    return pinned.equals(name) || pinned.startsWith(name + "@");
  }

  private static String[] label(String text) {
    var pair = text.split(":", 2);
    if (pair.length != 2) {
      throw ProblemException.invalid(
          "?label", "malformed", "query parameter 'label' must be key:value");
    }
    return pair;
  }

  private static String token(JobStore.Cursor cursor) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((cursor.created() + ":" + cursor.id()).getBytes(UTF_8));
  }

  private static JobStore.Cursor cursor(String token) {
    try {
      var parts = new String(Base64.getUrlDecoder().decode(token), UTF_8).split(":", 2);
      return new JobStore.Cursor(Long.parseLong(parts[0]), new JobId(parts[1]).value());
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException _) {
      throw ProblemException.invalid(
          "?pageToken",
          "malformed",
          "query parameter 'pageToken' must be one that this list answered");
    }
  }
}
