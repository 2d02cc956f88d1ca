package starmap.worker.held;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import starmap.job.Input;
import starmap.worker.Chunks;

class HeldChunkTest {
  private final HeldChunks all = new HeldChunks();
  private final HeldChunk chunk = all.hold(Chunks.range("square@1", new Input.Range(0, 1), 0, 10));

  @AfterEach
  void clearInterrupt() {
    boolean _ = Thread.interrupted();
  }

  @Test
  void aLostChunkEnds() {
    chunk.lease().orElseThrow().lose();
    assertThat(chunk.end()).isEqualTo(HeldChunk.End.LOST);
  }

  @Test
  void anAnswerAboutARangeThatIsNoMoreSaysNothing() {
    var asked = chunk.lease().orElseThrow();

    chunk.move();
    asked.lose();
    assertThat(chunk.end()).isEqualTo(HeldChunk.End.NONE);

    chunk.moved(chunk.id().range(4, 6));
    asked.lose();
    assertThat(chunk.end()).isEqualTo(HeldChunk.End.NONE);
  }

  @Test
  void aChunkThatMovesHasNoLeaseToRenewUntilItHasMoved() {
    chunk.move();
    assertThat(chunk.lease()).isEmpty();

    var now = chunk.id().range(4, 6);
    chunk.moved(now);
    assertThat(chunk.lease().orElseThrow().held().id()).isEqualTo(now);
    assertThat(chunk.claimed().id().length()).isEqualTo(10);
  }

  @Test
  void theItemAtWorkKeepsItsPlaceWhenItsChunkMoves() {
    chunk.beginItem(4, 0);

    chunk.move();
    assertThat(chunk.atWork().position()).isEqualTo(-1);
    chunk.moved(chunk.id().range(4, 1));

    assertThat(chunk.atWork().id().start()).isEqualTo(4);
    assertThat(chunk.atWork().position()).isZero();
  }

  @Test
  void aHintReachesWhatIsHeldAndIsCountedForWhatIsBeingClaimed() {
    long heard = all.hints();
    all.hint();
    assertThat(chunk.isShareWanted()).isTrue();
    assertThat(all.hints()).isNotEqualTo(heard);
  }

  @Test
  void theRunnerIsInterruptedWhenItsChunkEndsAndNotLater() {
    chunk.begin();
    chunk.end(HeldChunk.End.LOST);
    assertThat(Thread.currentThread().isInterrupted()).isTrue();

    chunk.finish();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    chunk.end(HeldChunk.End.LOST);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void aChunkThatEndedBeforeItsTurnInterruptsAtItsBegin() {
    chunk.end(HeldChunk.End.HAND_BACK);
    chunk.begin();
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
  }

  @Test
  void aShareWishIsTakenOnce() {
    assertThat(chunk.takeShareWish()).isFalse();
    chunk.wishShare();
    assertThat(chunk.isShareWanted()).isTrue();
    assertThat(chunk.takeShareWish()).isTrue();
    assertThat(chunk.takeShareWish()).isFalse();
  }

  @Test
  void handingBackReachesEveryChunkThatIsHeld() {
    var released = all.hold(Chunks.range("square@1", new Input.Range(0, 1), 10, 10));
    all.release(released);
    all.handBack();
    assertThat(chunk.end()).isEqualTo(HeldChunk.End.HAND_BACK);
    assertThat(released.end()).isEqualTo(HeldChunk.End.NONE);
  }
}
