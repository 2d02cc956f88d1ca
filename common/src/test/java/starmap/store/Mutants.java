package starmap.store;

import java.util.List;

/** Mistakes that the simulation must notice. */
final class Mutants {
  static final List<Mutant> ALL =
      List.of(
          new Mutant(
              "scripts/settle",
              "dispatch(job)\n",
              "",
              "nothing follows a recorded chunk, the job stalls"),
          new Mutant(
              "scripts/reclaim",
              "dispatch(job)\n",
              "",
              "nothing follows a crashed item, the job stalls"),
          new Mutant(
              "scripts/reclaim",
              "tonumber(due) > now",
              "tonumber(due) > now + 3600000",
              "what is expired is not taken back"),
          new Mutant(
              "scripts/reclaim",
              "elseif tonumber(due) > now then\n    answers[#answers + 1] = 'early'\n",
              "",
              "a renewed lease is taken back when two processes sweep"),
          new Mutant(
              "scripts/reclaim",
              "finish_when_complete(job, now)\n",
              "",
              "a job whose last item crashed never ends"),
          new Mutant("scripts/settle", "finish_when_complete(job, now)\n", "", "a job never ends"),
          new Mutant("scripts/settle", "save_job(job)\n", "", "what was recorded is not counted"),
          new Mutant(
              "lib/parts",
              "chunk.state == 'L' and chunk.token == settlement.token",
              "chunk.state == 'L'",
              "a worker divides a chunk of another"),
          new Mutant(
              "lib/parts",
              "if not holds and (#parts > 1 or parts[1].kind ~= 'R') then return 'lost' end",
              "if not holds then return 'lost' end",
              "late results are thrown away"),
          new Mutant(
              "lib/parts",
              "if not holds and (#parts > 1 or parts[1].kind ~= 'R') then return 'lost' end\n",
              "",
              "who lost a chunk divides it"),
          new Mutant(
              "lib/parts", "drop_chunk(job, chunk)\n", "", "a recorded chunk stays outstanding"),
          new Mutant(
              "lib/parts", "chunk.attempts - 1", "chunk.attempts", "giving back costs an attempt"),
          new Mutant(
              "lib/parts",
              "job.running = job.running + part.length",
              "",
              "a kept part is not counted as running"),
          new Mutant(
              "lib/parts",
              "redis.call('ZADD', K.due, text(now + lease), id)",
              "redis.call('ZADD', K.due, 'XX', text(now + lease), id)",
              "a kept part has no lease"),
          new Mutant(
              "lib/parts",
              "redis.call('ZADD', K.due, text(now + tonumber(part[1])), id)",
              "",
              "a delayed part never comes back"),
          new Mutant(
              "lib/parts",
              "'L', chunk.attempts, chunk.strikes, chunk.token,",
              "'L', chunk.attempts, chunk.strikes, '',",
              "who keeps a part does not hold it"),
          new Mutant(
              "lib/chunk",
              "redis.call('ZREM', chunk.state == 'R' and K.ready or K.due, chunk.id)",
              "",
              "queues keep what is gone"),
          new Mutant(
              "lib/chunk",
              "chunk.state == 'R' and K.ready or K.due",
              "K.due",
              "a chunk recorded late is computed once more"),
          new Mutant(
              "lib/chunk",
              "if chunk.state == 'L' then job.running",
              "if true then job.running",
              "running counts what was not leased"),
          new Mutant(
              "lib/chunk", "job.id .. '.' .. job.epoch", "job.id .. '.0'", "old results count"),
          new Mutant(
              "lib/record",
              "if job.keep ~= 'NONE' and redis.call('HSETNX', K.results, text(start), segment) == 0 then return false end",
              "if job.keep ~= 'NONE' then redis.call('HSET', K.results, text(start + 1), segment) end",
              "a segment lies beside its place"),
          new Mutant(
              "lib/record",
              "consume(block, job.keep == 'KEPT' and length - failed or length)\n",
              "",
              "input of what is recorded stays"),
          new Mutant(
              "lib/record",
              "length == tonumber(size)\n",
              "true\n",
              "input is removed while some of it is outstanding"),
          new Mutant(
              "lib/record",
              "redis.call('ZADD', K.map, text(start), entry)\n",
              "",
              "readers wait for what is recorded"),
          new Mutant(
              "lib/record",
              "if tonumber(start) ~= job.contig then return false end",
              "if tonumber(start) < job.contig then return false end",
              "readers get past a gap"),
          new Mutant(
              "lib/record",
              "job.succeeded + length - failed",
              "job.succeeded + length",
              "failed items count twice"),
          new Mutant(
              "lib/record",
              "job.errorat <= index",
              "job.errorat > index",
              "the job's error is not that of its lowest index"),
          new Mutant(
              "lib/strikes",
              "again(job, chunk, bad + 1, to, 0)",
              "",
              "what is behind a poison item is lost"),
          new Mutant(
              "lib/strikes",
              "(chunk.strikes == '0' or tonumber(chunk.pos) >= 0)",
              "true",
              "who waits beside a killer is charged"),
          new Mutant(
              "lib/strikes",
              "strikes < CRASH_AT",
              "strikes < 1000000",
              "poison kills workers for ever"),
          new Mutant(
              "lib/strikes",
              "(is_proof(chunk) and charge or 0)",
              "(is_proof(chunk) and 1 or 0)",
              "who is slow or cut off is charged"),
          new Mutant(
              "lib/strikes",
              "ISOLATE_AT, CRASH_AT = 2, 3",
              "ISOLATE_AT, CRASH_AT = 2, 2",
              "an item is given up too early"),
          new Mutant(
              "lib/job",
              "redis.call('HDEL', K.flow, job.id)",
              "",
              "the installation fills up with jobs that have ended"),
          new Mutant("lib/job", "redis.call('ZREM', K.due, id)", "", "leases of an ended job stay"),
          new Mutant(
              "lib/job",
              "redis.call('ZADD', K.gc, text(now + (job.ttl > 0 and job.ttl or LEAST_TTL)), job.id)",
              "",
              "ended jobs stay for ever"),
          new Mutant(
              "lib/finish",
              "job.failed > 0 and 'PARTIAL' or 'SUCCEEDED'",
              "'SUCCEEDED'",
              "failures are hidden"),
          new Mutant(
              "lib/finish",
              "if job.onerror == 'FAIL' then return true end",
              "if true then return true end",
              "one failure ends a job that collects errors"),
          new Mutant(
              "lib/finish",
              "job.failed > job.tolerate or",
              "job.failed > job.tolerate + 1 or",
              "one failure more than tolerated is borne"),
          new Mutant(
              "lib/dispatch",
              "math.min(window(job) - redis.call('HLEN', K.chunks) + math.min(job.delayed, MOST_DELAYED), BURST)",
              "BURST",
              "the window is not kept"),
          new Mutant(
              "lib/dispatch",
              "job.cursor = start + length",
              "job.cursor = start + length + 1",
              "items are skipped"),
          new Mutant(
              "lib/dispatch",
              "math.max(0, job.waiting - redis",
              "math.max(0, job.waiting + redis",
              "input that was dispatched waits for ever"),
          new Mutant(
              "lib/dispatch",
              "job.bstart, job.bend = job.cursor, tonumber(to)",
              "job.bend = tonumber(to)",
              "chunks get the input of another block"),
          new Mutant(
              "lib/input",
              "if start < job.uploaded then return 'exists' end",
              "",
              "a repeated block is put once more"),
          new Mutant(
              "lib/input",
              "if start > job.uploaded then return 'gap' end",
              "",
              "a missing block is not noticed"),
          new Mutant(
              "lib/input",
              "watch(job, patience(job, now))",
              "",
              "a sealed job is purged while it runs"),
          new Mutant(
              "lib/job",
              "now + READER_MS or math.huge",
              "math.huge",
              "a job whose reader is gone runs for ever"),
          new Mutant(
              "lib/input",
              "known == hash and 'exists' or 'conflict'",
              "'exists'",
              "another body takes a job's place"),
          new Mutant(
              "lib/claimed", "tonumber(attempts) + 1", "tonumber(attempts)", "attempts are free"),
          new Mutant(
              "lib/claimed",
              "job.record.running = job.record.running + length",
              "",
              "running is not counted"),
          new Mutant(
              "lib/claimed",
              "redis.call('ZADD', KEYS[2], string.format('%.0f', now + lease), id)",
              "redis.call('ZADD', KEYS[2], 'XX', string.format('%.0f', now + lease), id)",
              "a lease never ends"),
          new Mutant(
              "lib/claimed",
              "job.record.cost > 0 and strikes == '0' and job.record.cost",
              "job.record.cost > 0 and job.record.cost",
              "a suspect is claimed together with others"),
          new Mutant(
              "lib/parts",
              "job.delayed + 1",
              "job.delayed",
              "delayed chunks take room in the window"),
          new Mutant(
              "scripts/purge",
              "ARGV[3] == 'expired' and RUNS[job.state]",
              "false",
              "a job that took too long vanishes with its results"),
          new Mutant(
              "scripts/extend",
              "if holder == token then",
              "if holder then",
              "who lost a chunk is told to go on"),
          new Mutant(
              "scripts/extend",
              "redis.call('ZADD', KEYS[2], string.format('%.0f', now + lease), id)",
              "",
              "leases are not renewed"),
          new Mutant(
              "scripts/purge",
              "if runs then finish(job, 'EXPIRED', now) end",
              "",
              "chunks of a purged job stay"),
          new Mutant(
              "scripts/purge",
              "if not deadline or tonumber(deadline) > now then return 'kept' end",
              "",
              "a slow sweep purges what was renewed"),
          new Mutant("scripts/purge", ", K.slow, K.failures)", ")", "a key is left for ever"),
          new Mutant(
              "scripts/cancel",
              "if TERMINAL[job.state] then return {'ended', job.state} end",
              "",
              "a job that succeeded is cancelled"),
          new Mutant(
              "scripts/put",
              "redis.call('ZADD', K.gc, text(now + tonumber(ARGV[3])), id)",
              "",
              "a slow upload is purged"),
          new Mutant(
              "scripts/collect",
              "job.unread = math.max(0, job.unread - redis.call('HSTRLEN', K.results, ARGV[i]))",
              "",
              "a job waits for a reader who has read everything"),
          new Mutant(
              "scripts/collect",
              "from, bytes = from + step,",
              "from, bytes = from + step + 1,",
              "a reader skips"));

  private Mutants() {}
}
