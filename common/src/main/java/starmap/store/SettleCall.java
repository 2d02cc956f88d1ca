package starmap.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import starmap.chunk.Part;
import starmap.chunk.SettleResult;
import starmap.chunk.Settlement;
import starmap.job.JobId;
import starmap.wire.JobCodec;

/**
 * Settlements that go to Redis in one script call: all of one job, and few enough (rule R3).
 *
 * @param job the job
 * @param settlements what is settled
 * @param places where these stand in the caller's list
 */
record SettleCall(JobId job, List<Settlement> settlements, List<Integer> places) {
  private static final int MOST = 256;
  private static final int MOST_BYTES = 1 << 20;

  /** Groups settlements by job, in order. */
  static List<SettleCall> group(List<Settlement> all) {
    var calls = new ArrayList<SettleCall>();
    Map<JobId, SettleCall> open = new LinkedHashMap<>();
    for (int place = 0; place < all.size(); place++) {
      var settlement = all.get(place);
      var job = settlement.id().job();
      var call = open.get(job);
      if (call == null || call.isFull()) {
        call = new SettleCall(job, new ArrayList<>(), new ArrayList<>());
        open.put(job, call);
        calls.add(call);
      }
      call.settlements.add(settlement);
      call.places.add(place);
    }
    return calls;
  }

  /** One result for each settlement, as they were given. */
  static List<SettleResult> inOrder(List<SettleCall> calls, List<List<SettleResult>> answers) {
    int count = calls.stream().mapToInt(call -> call.places().size()).sum();
    var results = new ArrayList<SettleResult>(Collections.nCopies(count, SettleResult.GONE));
    for (int i = 0; i < calls.size(); i++) {
      var places = calls.get(i).places();
      for (int j = 0; j < places.size(); j++) {
        results.set(places.get(j), answers.get(i).get(j));
      }
    }
    return results;
  }

  Arguments arguments(String now, Duration lease) {
    var arguments = new Arguments().add(now).add(job.value()).add(lease.toMillis());
    for (var settlement : settlements) {
      arguments.add(settlement.id().toString()).add(settlement.token());
      arguments.add(settlement.busy().toNanos() / 1000).add(settlement.parts().size());
      settlement.parts().forEach(part -> add(part, arguments));
    }
    return arguments;
  }

  private static void add(Part part, Arguments arguments) {
    switch (part) {
      case Part.Recorded recorded -> {
        var segment = recorded.segment();
        var error = recorded.firstError();
        arguments.add("R").add(segment.count()).add(segment.failed()).add(segment.bytes());
        arguments
            .add(error == null ? -1 : error.index())
            .add(error == null ? new byte[0] : JobCodec.write(error))
            .add(recorded.folded());
        var slowest = recorded.slowest();
        arguments.add(slowest == null ? -1 : slowest.index());
        arguments.add(slowest == null ? 0 : slowest.took().toNanos() / 1000);
      }
      case Part.Delayed delayed ->
          arguments.add("D").add(delayed.length()).add(delayed.delay().toMillis());
      case Part.Returned returned -> arguments.add("Q").add(returned.length());
      case Part.Kept kept -> arguments.add("L").add(kept.length());
    }
  }

  private boolean isFull() {
    return settlements.size() >= MOST
        || settlements.stream().mapToInt(SettleCall::bytes).sum() >= MOST_BYTES;
  }

  private static int bytes(Settlement settlement) {
    return settlement.parts().stream()
        .mapToInt(
            part ->
                part instanceof Part.Recorded r
                    ? r.segment().bytes().length + r.folded().length
                    : 0)
        .sum();
  }
}
