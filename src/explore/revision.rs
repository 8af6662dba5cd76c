//! Which state of a study a page shows.

use std::fmt;
use std::str::FromStr;

use sha2::{Digest, Sha256};

use crate::themes::Codebook;

/// Which state of a study a page shows: what was said, how it was mined and
/// what was decided.
/// It is written `12-9f3a01c27b44d8e5`: so many decisions, and a digest of
/// everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Revision {
    /// The decisions in the log, those taken back included.
    pub decisions: u32,
    digest: u64,
}

impl Revision {
    /// Returns the revision of a corpus, by its stamp, of what is remembered of
    /// its themes, by a digest, and of a codebook.
    pub(super) fn new(stamp: &str, remembered: &[u8; 32], codebook: &Codebook) -> Self {
        let mut digest = Sha256::new();
        digest.update(stamp);
        digest.update(remembered);
        digest.update(serde_json::to_vec(codebook).expect("a codebook is JSON"));
        let digest = digest.finalize();
        Self {
            decisions: codebook.length(),
            digest: u64::from_be_bytes(digest[..8].try_into().expect("a digest has 32 bytes")),
        }
    }
}

impl fmt::Display for Revision {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}-{:016x}", self.decisions, self.digest)
    }
}

impl FromStr for Revision {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let read = |(decisions, digest): (&str, &str)| {
            Some(Self {
                decisions: decisions.parse().ok()?,
                digest: u64::from_str_radix(digest, 16).ok()?,
            })
        };
        text.split_once('-')
            .and_then(read)
            .ok_or_else(|| format!("`{text}` is no revision"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_revision_reads_as_it_was_written() {
        let codebook = Codebook::default();
        let revision = Revision::new("stamp", &[0; 32], &codebook);
        assert_eq!(revision.to_string().parse(), Ok(revision));
        assert_ne!(revision, Revision::new("another", &[0; 32], &codebook));
        assert_ne!(revision, Revision::new("stamp", &[1; 32], &codebook));
        assert!("nonsense".parse::<Revision>().is_err());
    }
}
