//! The name and the WHEEL file of a wheel: which versions it is for.
//!
//! Follows the binary distribution format's specification, and `packaging.tags` for which version takes which tag.

use pycmill_target::Version;

use super::ArchiveError;

/// The name of a wheel: `DISTRIBUTION-VERSION[-BUILD]-PYTHON-ABI-PLATFORM.whl`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WheelName {
    /// Distribution, version and build.
    stem: String,
    python: String,
    abi: String,
    platform: String,
}

impl WheelName {
    /// Takes a name apart.
    ///
    /// # Errors
    /// If it is not that of a wheel.
    pub fn parse(name: &str) -> Result<Self, ArchiveError> {
        let parts: Vec<&str> = name.strip_suffix(".whl").unwrap_or_default().split('-').collect();
        let ([stem @ .., python, abi, platform], 5 | 6) = (&parts[..], parts.len()) else {
            return Err(ArchiveError::new(format!("{name:?} is not the name of a wheel")));
        };
        let [python, abi, platform] = [python, abi, platform].map(|part| (*part).to_owned());
        Ok(Self { stem: stem.join("-"), python, abi, platform })
    }

    /// The only version that it is for, if there is one.
    #[must_use]
    pub fn only_version(&self) -> Option<Version> {
        let mut fitting = Version::ALL.into_iter().filter(|version| self.fits(*version));
        let first = fitting.next()?;
        fitting.next().is_none().then_some(first)
    }

    /// Whether a version installs it.
    #[must_use]
    pub fn fits(&self, version: Version) -> bool {
        let is_stable = self.abi.split('.').any(|abi| abi == "abi3");
        self.python.split('.').any(|tag| {
            let minor = |prefix: &str| tag.strip_prefix(prefix).and_then(|minor| minor.parse::<u8>().ok());
            match (minor("cp3"), minor("py3")) {
                (Some(least), _) if is_stable => least <= version.minor(),
                (Some(only), _) => only == version.minor(),
                (None, Some(least)) => least <= version.minor(),
                (None, None) => tag == "py3",
            }
        })
    }

    /// The name of a wheel that has only compiled code of a version.
    #[must_use]
    pub fn for_version(&self, version: Version) -> String {
        let Self { stem, abi, platform, .. } = self;
        format!("{stem}-cp3{}-{abi}-{platform}.whl", version.minor())
    }

    /// The WHEEL file of that wheel: its tags are those of the name, everything else stays.
    pub(crate) fn metadata_for_version(&self, text: &str, version: Version) -> String {
        let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
        let is_tag = |line: &&str| line.starts_with("Tag:");
        let first = text.lines().position(|line| is_tag(&line));
        let mut lines: Vec<String> = text.lines().filter(|line| !is_tag(line)).map(str::to_owned).collect();
        let end = lines.iter().position(String::is_empty).unwrap_or(lines.len());
        let place = first.unwrap_or(end).min(lines.len());
        let tags = self.abi.split('.').flat_map(|abi| self.platform.split('.').map(move |platform| (abi, platform)));
        let tags = tags.map(|(abi, platform)| format!("Tag: cp3{}-{abi}-{platform}", version.minor()));
        lines.splice(place..place, tags.collect::<Vec<_>>());
        let end = if text.ends_with('\n') { newline } else { "" };
        lines.join(newline) + end
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_which_versions_fit() {
        let fits = |name: &str| {
            let wheel = WheelName::parse(name).expect("a wheel");
            let fitting = Version::ALL.into_iter().filter(|version| wheel.fits(*version));
            fitting.map(|version| version.minor()).collect::<Vec<_>>()
        };
        assert_eq!(fits("a-1-py3-none-any.whl"), [8, 9, 10, 11, 12, 13, 14, 15]);
        assert_eq!(fits("a-1-2-py2.py3-none-any.whl"), [8, 9, 10, 11, 12, 13, 14, 15]);
        assert_eq!(fits("a-1-cp313-cp313-linux_x86_64.whl"), [13]);
        assert_eq!(fits("a-1-cp37-abi3-linux_x86_64.whl"), [8, 9, 10, 11, 12, 13, 14, 15]);
        assert_eq!(fits("a-1-cp314-abi3-linux_x86_64.whl"), [14, 15]);
        assert_eq!(fits("a-1-py2-none-any.whl"), []);
        for name in ["a.whl", "a-1-py3-none.whl", "a-1-2-3-py3-none-any.whl", ".whl"] {
            assert!(WheelName::parse(name).is_err(), "{name}");
        }
    }

    #[test]
    fn tags_are_replaced_in_place() {
        let wheel = WheelName::parse("a-1-py2.py3-none-any.whl").expect("a wheel");
        assert_eq!(wheel.for_version(Version::Python313), "a-1-cp313-none-any.whl");
        let text = "Wheel-Version: 1.0\nTag: py2-none-any\nTag: py3-none-any\nBuild: 1\n";
        let expected = "Wheel-Version: 1.0\nTag: cp313-none-any\nBuild: 1\n";
        assert_eq!(wheel.metadata_for_version(text, Version::Python313), expected);
    }
}
