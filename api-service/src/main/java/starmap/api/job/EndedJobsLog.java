package starmap.api.job;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import starmap.log.LogKey;
import starmap.store.EndedJobs;
import starmap.store.Outage;
import starmap.store.StoreException;

/** Tells the log of each job that ends, once in all API processes, about a second later. */
@Component
class EndedJobsLog {
  private static final Logger LOG = LoggerFactory.getLogger(EndedJobsLog.class);
  private static final int MOST = 500;

  private final EndedJobs ended;
  private final Outage outage = new Outage(LOG, "looking for jobs that have ended");

  EndedJobsLog(EndedJobs ended) {
    this.ended = ended;
  }

  @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.SECONDS)
  void runOnce() {
    try {
      List<EndedJobs.Ended> some;
      do {
        some = ended.take(MOST);
        some.forEach(EndedJobsLog::tell);
      } while (some.size() == MOST);
      outage.over();
    } catch (StoreException e) {
      outage.failed(e);
    }
  }

  private static void tell(EndedJobs.Ended job) {
    LOG.atInfo()
        .addKeyValue(LogKey.JOB_ID, job.id())
        .addKeyValue(LogKey.FUNCTION, job.function())
        .addKeyValue(LogKey.STATE, job.state())
        .addKeyValue(LogKey.SUCCEEDED, job.succeeded())
        .addKeyValue(LogKey.FAILED, job.failed())
        .addKeyValue(LogKey.SECONDS, job.time().toMillis() / 1000.0)
        .log("job ended");
  }
}
