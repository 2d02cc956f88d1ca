package starmap.store;

import java.util.List;

/** Mistakes in folding, that the simulation must notice. */
final class FoldMutants {
  static final List<Mutant> ALL =
      List.of(
          new Mutant(
              "lib/finish",
              "if job.merge > 0 and job.folds > 1 then",
              "if false then",
              "a job ends before its values are folded"),
          new Mutant(
              "lib/finish",
              "then return redis.call('SADD', K.folding, job.id) end",
              "then return end",
              "nobody folds the last values"),
          new Mutant(
              "lib/job",
              "if job.merge > 0 or damaged then redis.call('SREM', K.folding, job.id) end\n",
              "",
              "values of a job that has ended are still folded"),
          new Mutant(
              "scripts/fold",
              "finish_when_complete(job, now)\n",
              "",
              "a job whose values are one never ends"),
          new Mutant(
              "scripts/fold",
              "job.folds = job.folds - (#ARGV - 6) / 2 + 1\n",
              "",
              "folded values are not counted"),
          new Mutant(
              "scripts/fold",
              "for i = 7, #ARGV, 2 do redis.call('HDEL', K.fold, ARGV[i]) end\n",
              "",
              "what was folded counts twice"));

  private FoldMutants() {}
}
