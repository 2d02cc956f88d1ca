package starmap.api.submit;

import jakarta.servlet.http.HttpServletRequest;
import starmap.api.result.Format;
import starmap.job.JobSpec;
import starmap.job.Mode;

/**
 * How the items of a body are written, and are to be cut.
 *
 * @param format as an array or one a line
 * @param header whether the first line of CSV names the columns
 * @param spread whether an item of CSV is all columns
 * @param chunkSize items in a chunk; 0 is automatic
 */
public record ItemForm(Format format, boolean header, boolean spread, int chunkSize) {
  /** As the request says, for a job. */
  public static ItemForm of(
      HttpServletRequest request, Format format, JobSpec spec, int chunkSize) {
    boolean isCsv = format == Format.CSV;
    return new ItemForm(
        format, isCsv && Format.hasHeader(request), spec.mode() == Mode.STARMAP, chunkSize);
  }
}
