//! The sixteen bytes in front of the code.
//!
//! Follows `_code_to_timestamp_pyc`, `_code_to_hash_pyc` and `_classify_pyc`.

use std::fmt;

use pycmill_target::Target;

/// Length of the header of every supported version.
pub const HEADER_LEN: usize = 16;

const HASH_BASED: u32 = 0b01;
const CHECK_SOURCE: u32 = 0b10;

/// How an importer decides whether the file is up to date.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Validation {
    /// By time and size of the source file, each modulo 2^32.
    Timestamp {
        /// Seconds since the epoch, truncated towards zero.
        mtime: u32,
        /// Size of the source in bytes.
        size: u32,
    },
    /// By the hash of the source file.
    CheckedHash([u8; 8]),
    /// The file counts as up to date; the hash is there for other tools.
    UncheckedHash([u8; 8]),
}

impl Validation {
    /// The timestamp of a source file from the seconds and nanoseconds that `stat` gives (the
    /// nanoseconds count forward, also before the epoch) and its size.
    ///
    /// CPython truncates a float of seconds towards zero, so a fraction before the epoch goes up.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the format keeps 32 bits")]
    pub const fn timestamp(seconds: i64, nanoseconds: u32, size: u64) -> Self {
        let seconds = if seconds < 0 && nanoseconds > 0 { seconds + 1 } else { seconds };
        Self::Timestamp { mtime: seconds as u32, size: size as u32 }
    }

    const fn flags(self) -> u32 {
        match self {
            Self::Timestamp { .. } => 0,
            Self::UncheckedHash(_) => HASH_BASED,
            Self::CheckedHash(_) => HASH_BASED | CHECK_SOURCE,
        }
    }

    fn data(self) -> [u8; 8] {
        match self {
            Self::Timestamp { mtime, size } => (u64::from(size) << 32 | u64::from(mtime)).to_le_bytes(),
            Self::CheckedHash(hash) | Self::UncheckedHash(hash) => hash,
        }
    }
}

/// A header read from a file.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Header {
    /// The magic number, without the `\r\n` behind it.
    pub magic: u16,
    /// How the file is kept up to date.
    pub validation: Validation,
}

/// Why some bytes are not a `.pyc` file.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum HeaderError {
    /// Fewer bytes than a header has.
    TooShort(usize),
    /// The third and fourth byte are not `\r\n`.
    NotPyc,
    /// Flags that no version knows.
    UnknownFlags(u32),
}

impl fmt::Display for HeaderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooShort(len) => write!(f, "{len} bytes are too few for a .pyc file"),
            Self::NotPyc => f.write_str("no magic number of a .pyc file"),
            Self::UnknownFlags(flags) => write!(f, "unknown flags {flags:#x}"),
        }
    }
}

impl std::error::Error for HeaderError {}

impl Header {
    /// Splits the bytes of a `.pyc` file into header and payload.
    ///
    /// # Errors
    /// If the bytes do not begin with a header.
    pub fn read(file: &[u8]) -> Result<(Self, &[u8]), HeaderError> {
        let Some((header, payload)) = file.split_at_checked(HEADER_LEN) else {
            return Err(HeaderError::TooShort(file.len()));
        };
        if header[2..4] != *b"\r\n" {
            return Err(HeaderError::NotPyc);
        }
        let magic = u16::from_le_bytes([header[0], header[1]]);
        let data: [u8; 8] = header[8..].try_into().expect("sixteen bytes less eight");
        let validation = match word(header, 4) {
            0 => Validation::Timestamp { mtime: word(header, 8), size: word(header, 12) },
            HASH_BASED => Validation::UncheckedHash(data),
            0b11 => Validation::CheckedHash(data),
            flags => return Err(HeaderError::UnknownFlags(flags)),
        };
        Ok((Self { magic, validation }, payload))
    }
}

fn word(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

/// The four bytes that begin every file of a version.
pub(crate) fn magic_bytes(target: Target) -> [u8; 4] {
    let [low, high] = target.magic_number().to_le_bytes();
    [low, high, b'\r', b'\n']
}

/// What stands in front of the payload in a file.
#[must_use]
pub fn header_bytes(target: Target, validation: Validation) -> [u8; HEADER_LEN] {
    let mut header = [0; HEADER_LEN];
    header[..4].copy_from_slice(&magic_bytes(target));
    header[4..8].copy_from_slice(&validation.flags().to_le_bytes());
    header[8..].copy_from_slice(&validation.data());
    header
}

/// A whole `.pyc` file: header and payload.
#[must_use]
pub fn file_bytes(target: Target, validation: Validation, payload: &[u8]) -> Vec<u8> {
    [&header_bytes(target, validation), payload].concat()
}

#[cfg(test)]
mod tests {
    use pycmill_target::Version;

    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let hash = *b"12345678";
        let timestamp = Validation::timestamp(1_700_000_000, 5, 77);
        for version in Version::ALL {
            for validation in [timestamp, Validation::CheckedHash(hash), Validation::UncheckedHash(hash)] {
                let target = Target::newest(version);
                let file = file_bytes(target, validation, b"payload");
                let (header, payload) = Header::read(&file).expect("a header");
                assert_eq!(header, Header { magic: target.magic_number(), validation });
                assert_eq!(payload, b"payload");
            }
        }
    }

    #[test]
    fn time_is_truncated_towards_zero_and_kept_modulo_2_to_32() {
        let mtime = |seconds, nanoseconds| match Validation::timestamp(seconds, nanoseconds, 1 << 33 | 6) {
            Validation::Timestamp { mtime, size: 6 } => mtime,
            other => panic!("{other:?}"),
        };
        assert_eq!(mtime(-315_619_200, 500_000_000), 0xED30_0881);
        assert_eq!(mtime(-1, 0), u32::MAX);
        assert_eq!(mtime((1 << 32) + 3, 1), 3);
    }

    #[test]
    fn hostile_headers() {
        assert_eq!(Header::read(b"\xf3\r\r\n"), Err(HeaderError::TooShort(4)));
        assert_eq!(Header::read(&[0; 16]), Err(HeaderError::NotPyc));
        let mut file = file_bytes(Target::newest(Version::Python313), Validation::CheckedHash([0; 8]), b"");
        file[4] = 2;
        assert_eq!(Header::read(&file), Err(HeaderError::UnknownFlags(2)));
    }
}
