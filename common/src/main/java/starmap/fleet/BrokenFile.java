package starmap.fleet;

/**
 * A file of the functions' folder that could not be loaded.
 *
 * @param file its name
 * @param error why, in words for whoever put it there
 */
public record BrokenFile(String file, String error) {}
