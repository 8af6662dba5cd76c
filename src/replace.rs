//! Replaces a file in one step: readers see the old one whole or the new one
//! whole, also when the disk is full or the program is killed in between.

use std::fs::{self, File, Permissions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::Builder;

/// Writes bytes to a file, in place of what it held.
pub fn with_bytes(path: &Path, bytes: &[u8]) -> io::Result<()> {
    with(path, |file| file.write_all(bytes))
}

/// Writes a file, in place of what it held, once all of it is on the disk.
///
/// What is written lies beside the file until then, under a name that no other
/// process has. A link is followed; what is no regular file, such as a pipe or
/// `/dev/null`, is written to as it stands.
pub fn with(
    path: &Path,
    write: impl FnOnce(&mut BufWriter<&File>) -> io::Result<()>,
) -> io::Result<()> {
    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let before = fs::metadata(&path).ok();
    if before.as_ref().is_some_and(|file| !file.is_file()) {
        return written(&File::options().write(true).open(&path)?, write);
    }
    let kept = before.map(|file| file.permissions());
    if kept.as_ref().is_some_and(Permissions::readonly) {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    let mut builder = Builder::new();
    builder.prefix(".motif-");
    for_everybody(&mut builder);
    let folder = folder(&path);
    fs::metadata(&folder)?;
    // The name of a temporary file would tell nobody anything.
    let unnamed = |error: io::Error| io::Error::from(error.kind());
    let beside = builder.tempfile_in(folder).map_err(unnamed)?;
    written(beside.as_file(), write)?;
    beside.as_file().sync_all()?;
    if let Some(kept) = kept {
        beside.as_file().set_permissions(kept)?;
    }
    beside.persist(&path)?;
    Ok(())
}

fn written(
    file: &File,
    write: impl FnOnce(&mut BufWriter<&File>) -> io::Result<()>,
) -> io::Result<()> {
    let mut writer = BufWriter::new(file);
    write(&mut writer)?;
    writer.flush()
}

fn folder(path: &Path) -> PathBuf {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// Lets a new file have the permissions that files usually have, less those
/// that the user's mask takes off: a temporary one is its owner's alone.
fn for_everybody(builder: &mut Builder<'_, '_>) {
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    #[cfg(not(unix))]
    let _ = builder;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
        names.collect()
    }

    #[test]
    fn a_write_that_fails_leaves_the_old_file_whole_and_nothing_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let page = folder.path().join("page.html");
        with_bytes(&page, b"the old page").unwrap();
        let failed = with(&page, |file| {
            file.write_all(b"the new p")?;
            Err(io::ErrorKind::StorageFull.into())
        });
        assert_eq!(failed.unwrap_err().kind(), io::ErrorKind::StorageFull);
        assert_eq!(fs::read(&page).unwrap(), b"the old page");
        assert_eq!(names(folder.path()), ["page.html"]);
    }

    #[test]
    fn a_shorter_file_replaces_a_longer_one_entirely() {
        let folder = tempfile::tempdir().unwrap();
        let page = folder.path().join("page.html");
        with_bytes(&page, b"a long page").unwrap();
        with_bytes(&page, b"short").unwrap();
        assert_eq!(fs::read(&page).unwrap(), b"short");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_a_link_and_permissions_stay_as_they_were() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let (page, link) = (
            folder.path().join("page.html"),
            folder.path().join("latest"),
        );
        with_bytes(&page, b"old").unwrap();
        fs::set_permissions(&page, Permissions::from_mode(0o640)).unwrap();
        std::os::unix::fs::symlink(&page, &link).unwrap();
        with_bytes(&link, b"new").unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read(&page).unwrap(), b"new");
        let mode = fs::metadata(&page).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o640);
    }
}
