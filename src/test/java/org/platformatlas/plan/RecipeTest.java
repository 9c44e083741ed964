package org.platformatlas.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecipeTest {
  private static Recipe recipe(String query, String contract) {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("query", query);
    texts.put("contract", contract);
    return Recipe.of(texts);
  }

  private final Recipe recipe = recipe("SELECT 1", "a").with("clean.visit", "2020-01-01=00");

  @Test
  void aDifferenceNamesItsPart() {
    assertEquals(
        "query changed",
        recipe.differenceFrom(recipe("SELECT 2", "a").with("clean.visit", "2020-01-01=00")));
    assertEquals(
        "clean.visit changed",
        recipe.differenceFrom(recipe("SELECT 1", "a").with("clean.visit", "2020-01-01=01")));
    assertEquals(
        "query, contract, clean.visit changed", recipe.differenceFrom(recipe("SELECT 2", "b")));
    assertEquals(
        "clean.visit, clean.owner changed",
        recipe.differenceFrom(recipe("SELECT 1", "a").with("clean.owner", "")));
    assertEquals("query, contract, clean.visit changed", recipe.differenceFrom(Recipe.parse("")));
  }

  @Test
  void aRecipeIsReadBackFromItsText() {
    assertEquals(recipe, Recipe.parse(recipe.toString()));
    assertEquals(recipe.toString(), Recipe.parse(recipe.toString()).toString());
    assertEquals("query=e004ebd5b5532a4b", Recipe.of(Map.of("query", "SELECT 1")).toString());
  }

  @Test
  void everyTextCounts() {
    assertNotEquals(recipe("SELECT 1", "").toString(), recipe("", "SELECT 1").toString());
    assertNotEquals(recipe.toString(), recipe("SELECT 1", "a").with("clean.visit", "").toString());
  }
}
