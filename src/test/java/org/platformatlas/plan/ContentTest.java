package org.platformatlas.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ContentTest {
  private static final Random RANDOM = new Random(1);

  private static List<Content> contents() {
    return Stream.concat(
            Stream.of(
                Content.EMPTY,
                new Content(-1, Long.MIN_VALUE),
                new Content(Long.MAX_VALUE, 1),
                new Content(0x0FL, -2)),
            Stream.generate(() -> new Content(RANDOM.nextLong(), RANDOM.nextLong())).limit(20))
        .toList();
  }

  @Test
  void contentsAddUpAsSetsOfRowsDo() {
    for (Content a : contents()) {
      assertEquals(a, a.plus(Content.EMPTY));
      assertEquals(Content.EMPTY, a.minus(a));
      for (Content b : contents()) {
        assertEquals(a.plus(b), b.plus(a));
        assertEquals(a, a.plus(b).minus(b));
        for (Content c : contents()) {
          assertEquals(a.plus(b).plus(c), a.plus(b.plus(c)));
        }
      }
    }
  }

  @Test
  void rowsCountedTwiceAreNotRowsCountedOnce() {
    Content row = new Content(5, 7);
    assertNotEquals(row, row.plus(row));
  }

  @Test
  void aContentIsReadBackFromItsText() {
    for (Content content : contents()) {
      assertEquals(32, content.toString().length());
      assertEquals(content, Content.parse(content.toString()));
    }
    assertEquals("000000000000000fffffffffffffffff", new Content(15, -1).toString());
    assertThrows(RuntimeException.class, () -> Content.parse("00ff"));
  }
}
