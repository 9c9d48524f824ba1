import { ConnectorError } from "../errors/connectorError.ts";
import { systemFault } from "../errors/systemFault.ts";

/**
 * A failed operation on a file that a person asked for, as a coded error; anything else as it is.
 *
 * FILE_DISK_FULL, FILE_UNWRITABLE
 */
export function fileError(error: unknown, file: string): unknown {
  const { code = "" } = error as NodeJS.ErrnoException;
  const details = { at: { file }, cause: error };
  if (/^(ENOSPC|EDQUOT|EFBIG)$/.test(code))
    return new ConnectorError("FILE_DISK_FULL", `${file} cannot be written: ${systemFault(error)}`, details);
  if (/^(EACCES|EPERM|EROFS|ENOTDIR|EEXIST|ELOOP|ENAMETOOLONG|ENOENT|EISDIR)$/.test(code))
    return new ConnectorError("FILE_UNWRITABLE", `${file} cannot be written: ${systemFault(error)}`, details);
  return error;
}
