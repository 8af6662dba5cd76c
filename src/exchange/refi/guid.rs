//! What elements of a project refer to each other by.

use std::fmt::{Display, Formatter};

use sha2::{Digest, Sha256};

/// What elements of a project refer to each other by: `8-4-4-4-12`
/// hexadecimal digits.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Guid(String);

impl Guid {
    /// Returns what a thing with these names has, now and whenever it is
    /// written again.
    pub fn new(names: &[&str]) -> Self {
        let mut digest = Sha256::new();
        for name in names {
            // Each with its length, so that no two lists run into one.
            digest.update((name.len() as u64).to_le_bytes());
            digest.update(name);
        }
        let mut bytes: [u8; 16] = digest.finalize()[..16]
            .try_into()
            .expect("a digest has 32 bytes");
        // Made from a name (RFC 9562, version 8: by a digest of one's own choice).
        bytes[6] = (bytes[6] & 0x0f) | 0x80;
        bytes[8] = (bytes[8] & 0x3f) | 0x80;
        let digits = hex::encode(bytes);
        let parts = [0..8, 8..12, 12..16, 16..20, 20..32].map(|part| &digits[part]);
        Self(parts.join("-"))
    }

    /// Reads what another tool wrote: in either case, with braces or without.
    pub fn read(text: &str) -> Self {
        let text = text.trim().trim_start_matches('{').trim_end_matches('}');
        Self(text.to_ascii_lowercase())
    }
}

impl Display for Guid {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_names_have_the_same_guid_and_others_another() {
        let guid = Guid::new(&["code", "7"]);
        assert_eq!(guid, Guid::new(&["code", "7"]));
        assert_ne!(guid, Guid::new(&["code7", ""]));
        assert_eq!(
            guid,
            Guid::read(&format!("{{{}}}", guid.to_string().to_uppercase()))
        );
        let lengths: Vec<usize> = guid.0.split('-').map(str::len).collect();
        assert_eq!(lengths, [8, 4, 4, 4, 12]);
    }
}
