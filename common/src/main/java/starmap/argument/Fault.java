package starmap.argument;

/**
 * What is wrong with an item.
 *
 * @param pointer JSON pointer into the item; empty for the item itself
 * @param code a stable word
 * @param message names the argument and what would be right
 */
public record Fault(String pointer, String code, String message) {}
