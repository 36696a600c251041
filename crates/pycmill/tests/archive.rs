//! Archives: what is added, what is refused, and that the same bytes come out twice.

use std::io::{Cursor, Read, Write};

use pycmill::archive::{Archived, Options, archive};
use pycmill::{Header, Target, Validation};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

const NAME: &str = "demo-1.0-py3-none-any.whl";
const WHEEL: &str = "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n";
/// The hashes are those that Python's `hashlib` computes.
const RECORD: &str = "demo/__init__.py,sha256=nia_NpkRxFwkPGhBR7I_yeHc_PJX0pmhxjIBam_NM_Q,6\n\
                      demo/old.py,sha256=nJJBbY0twmHTKovyfxopNkba8qYCbKkzMzOXUwH9Jjk,8\n\
                      demo-1.0.data/scripts/run.py,sha256=nia_NpkRxFwkPGhBR7I_yeHc_PJX0pmhxjIBam_NM_Q,6\n\
                      demo-1.0.dist-info/WHEEL,sha256=WHEELHASH,59\ndemo-1.0.dist-info/RECORD,,\n";

fn target(text: &str) -> Target {
    text.parse().expect("a version")
}

fn zip(members: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let time = DateTime::from_date_and_time(2024, 5, 6, 7, 8, 10).expect("a time");
    for (name, content) in members {
        let options = SimpleFileOptions::default().last_modified_time(time).unix_permissions(0o640);
        writer.start_file(*name, options.compression_method(CompressionMethod::Deflated)).expect("started");
        writer.write_all(content.as_bytes()).expect("written");
    }
    writer.finish().expect("finished").into_inner()
}

/// A wheel of which one source is no Python 3.
fn wheel(record: &str) -> Vec<u8> {
    let members = [
        ("demo/__init__.py", "x = 1\n"),
        ("demo/old.py", "print x\n"),
        ("demo-1.0.data/scripts/run.py", "x = 1\n"),
        ("demo-1.0.dist-info/WHEEL", WHEEL),
        ("demo-1.0.dist-info/RECORD", record),
    ];
    zip(&members)
}

fn record() -> String {
    RECORD.replace("WHEELHASH", "JCVX9z8V-js2aV5qmQR2E3fiCs-Yu3vPO91cCBmO1JM")
}

fn names(content: &[u8]) -> Vec<String> {
    let archive = ZipArchive::new(Cursor::new(content)).expect("an archive");
    archive.file_names().map(|name| name.expect("a name").into_owned()).collect()
}

fn member(content: &[u8], name: &str) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(content)).expect("an archive");
    let mut found = Vec::new();
    archive.by_name(name).expect("it is there").read_to_end(&mut found).expect("it can be read");
    found
}

fn archived(name: &str, content: &[u8], options: &Options) -> Archived {
    archive(name, content, options).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn refusal(name: &str, content: &[u8], options: &Options) -> String {
    archive(name, content, options).expect_err("it is refused").to_string()
}

#[test]
fn wheels_get_compiled_code_of_several_versions() {
    let options = Options::new(vec![target("3.12"), target("3.13")]);
    let done = archived(NAME, &wheel(&record()), &options);
    assert_eq!((&*done.name, done.compiled), (NAME, 2));
    let expected = [
        "demo/__init__.py",
        "demo/__pycache__/__init__.cpython-312.pyc",
        "demo/__pycache__/__init__.cpython-313.pyc",
        "demo/old.py",
        "demo-1.0.data/scripts/run.py",
        "demo-1.0.dist-info/WHEEL",
        "demo-1.0.dist-info/RECORD",
    ];
    assert_eq!(names(&done.content), expected);
    let rejected: Vec<(&str, String)> =
        done.rejected.iter().map(|rejected| (&*rejected.member, rejected.target.version().to_string())).collect();
    assert_eq!(rejected, [("demo/old.py", "3.12".to_owned()), ("demo/old.py", "3.13".to_owned())]);
    let (header, _) =
        Header::read(&member(&done.content, expected[2])).map(|(header, _)| (header, ())).expect("a header");
    assert!(matches!(header.validation, Validation::UncheckedHash(_)));
    let mut zip = ZipArchive::new(Cursor::new(&done.content)).expect("an archive");
    let added = zip.by_name(expected[1]).expect("it is there");
    assert_eq!(added.unix_mode().map(|mode| mode & 0o777), Some(0o640));
    assert_eq!(added.last_modified().map(|time| time.year()), Some(2024));
}

/// What is written passes the check that a wheel has to pass to be read; it is done again and gives the same bytes.
#[test]
fn records_are_right_and_archives_the_same_twice() {
    let options = Options::new(vec![target("3.13")]);
    let once = archived(NAME, &wheel(&record()), &options);
    let text = String::from_utf8(member(&once.content, "demo-1.0.dist-info/RECORD")).expect("text");
    assert_eq!(text.lines().count(), 6, "{text}");
    assert!(text.ends_with("demo-1.0.dist-info/RECORD,,\n"), "{text}");
    let again = archived(NAME, &once.content, &options);
    assert_eq!(again.notices, ["demo/__pycache__/__init__.cpython-313.pyc was there and is replaced"]);
    assert!(again.content == once.content);
    let mut workers = options;
    workers.workers = 1;
    assert!(archived(NAME, &wheel(&record()), &workers).content == once.content);
}

#[test]
fn wheels_without_sources_are_for_one_version() {
    let options = Options::new(vec![target("3.13")]).sourceless(true);
    let done = archived(NAME, &wheel(&record()), &options);
    assert_eq!(done.name, "demo-1.0-cp313-none-any.whl");
    // What was rejected and what is no module stays.
    let expected = [
        "demo/__init__.pyc",
        "demo/old.py",
        "demo-1.0.data/scripts/run.py",
        "demo-1.0.dist-info/WHEEL",
        "demo-1.0.dist-info/RECORD",
    ];
    assert_eq!(names(&done.content), expected);
    let text = member(&done.content, "demo-1.0.dist-info/WHEEL");
    assert_eq!(String::from_utf8_lossy(&text), WHEEL.replace("py3-", "cp313-"));
    let two = Options::new(vec![target("3.12"), target("3.13")]).sourceless(true);
    assert!(refusal(NAME, &wheel(&record()), &two).contains("one version only"));
    let other = refusal("demo-1.0-cp312-cp312-linux_x86_64.whl", &wheel(&record()), &options);
    assert_eq!(other, "demo-1.0-cp312-cp312-linux_x86_64.whl is not for CPython 3.13");
}

#[test]
fn zipapps_keep_their_first_line() {
    let zip = zip(&[("__main__.py", "import pkg.a\n"), ("pkg/a.py", "x = 1\n")]);
    let app = [b"#!/usr/bin/env python3\n", &zip[..]].concat();
    let done = archived("app.pyz", &app, &Options::new(vec![target("3.13")]));
    assert!(done.content.starts_with(b"#!/usr/bin/env python3\nPK"));
    assert_eq!(names(&done.content), ["__main__.py", "__main__.pyc", "pkg/a.py", "pkg/a.pyc"]);
}

#[test]
fn times_are_limited() {
    let mut options = Options::new(vec![target("3.13")]);
    options.latest_time = Some(1_600_000_000);
    let done = archived(NAME, &wheel(&record()), &options);
    let mut zip = ZipArchive::new(Cursor::new(&done.content)).expect("an archive");
    for index in 0..zip.len() {
        let time = zip.by_index(index).expect("a member").last_modified().expect("a time");
        assert_eq!((time.year(), time.month(), time.day(), time.hour()), (2020, 9, 13, 12));
    }
}

#[test]
fn hostile_and_damaged_archives_are_refused() {
    let options = Options::new(vec![target("3.13")]);
    let refused = |content: &[u8]| refusal("a.zip", content, &options);
    for name in ["../a.py", "/a.py", "a\\b.py", "a/../../b.py"] {
        assert!(refused(&zip(&[(name, "")])).contains("leads out of the archive"), "{name}");
    }
    // Both members get one name, in both headers.
    let mut twice = zip(&[("a.py", "x"), ("b.py", "y")]);
    while let Some(at) = twice.windows(4).position(|window| window == b"b.py") {
        twice[at] = b'a';
    }
    assert_eq!(refused(&twice), "a name is there twice");
    let bomb = zip(&[("a.py", &"#".repeat(100 << 20))]);
    assert!(refused(&bomb).contains("would expand to 104857600"));
    let content = zip(&[("a.py", "x = 1\n")]);
    for len in 0..content.len() {
        assert!(archive("a.zip", &content[..len], &options).is_err(), "{len} bytes");
    }
    let damaged = refusal(NAME, &wheel(&record().replace("nia_", "nib_")), &options);
    assert_eq!(damaged, "demo/__init__.py has another hash than RECORD says");
    let missing = record().replace("demo/old.py", "demo/new.py");
    assert_eq!(refusal(NAME, &wheel(&missing), &options), "demo/old.py is not in RECORD");
    assert_eq!(refusal(NAME, &content, &options), "the wheel has no RECORD");
}

/// Where the entries of the central directory begin.
fn entries(content: &[u8]) -> Vec<usize> {
    (0..content.len() - 4).filter(|at| content[*at..].starts_with(b"PK\x01\x02")).collect()
}

/// What is wrong is in one entry of the central directory: an offset in it, and the bytes there.
#[test]
fn archives_that_lie_are_refused() {
    let options = Options::new(vec![target("3.13")]);
    let content = zip(&[("a.py", "x = 1\n"), ("b.py", "y = 2\n")]);
    let cases: [(&str, usize, &[u8]); 7] = [
        ("encrypted", 8, &[1, 0]),
        ("compressed in an unknown way", 10, &[99, 0]),
        ("of another size", 24, &[7, 0, 0, 0]),
        ("of a huge size", 24, &[0xFE, 0xFF, 0xFF, 0xFF]),
        ("with a huge name", 28, &[0xFF, 0xFF]),
        ("in the place of the other", 42, &[0, 0, 0, 0]),
        ("after the end", 42, &[0xFF, 0xFF, 0xFF, 0x7F]),
    ];
    for (what, offset, bytes) in cases {
        let mut changed = content.clone();
        let at = entries(&content)[1] + offset;
        changed[at..at + bytes.len()].copy_from_slice(bytes);
        let message = refusal("a.zip", &changed, &options);
        assert!(!message.is_empty() && message.len() < 200, "{what}: {message}");
    }
    // So many members that a list of them would be too large.
    let end = content.len() - 22;
    let mut changed = content.clone();
    changed[end + 8..end + 12].copy_from_slice(&[0xFE, 0xFF, 0xFE, 0xFF]);
    assert!(archive("a.zip", &changed, &options).is_err());
    // Another reader would take the comment for the last record.
    let comment = b"PK\x05\x06, a comment";
    let mut changed = content;
    changed[end + 20] = comment.len() as u8;
    changed.extend_from_slice(comment);
    assert_eq!(refusal("a.zip", &changed, &options), "the comment reads like the end of another archive");
}

/// What was put into a wheel is found in it; a wheel whose compiled code is not that of its sources, too.
#[test]
fn wheels_are_audited() {
    let folder = tempfile::TempDir::new().expect("a temporary directory");
    let path = folder.path().join(NAME);
    let verdicts = |content: &[u8]| {
        std::fs::write(&path, content).expect("written");
        let mut found = Vec::new();
        let options = pycmill::audit::Options::new();
        pycmill::audit::audit(&pycmill::audit::find(std::slice::from_ref(&path)), &options, |finding| {
            let inner = finding.path.strip_prefix(&path).expect("it is in the wheel").display().to_string();
            found.push((inner, finding.verdict.name()));
            Ok(())
        })
        .expect("it ends");
        found
    };
    let done = archived(NAME, &wheel(&record()), &Options::new(vec![target("3.12"), target("3.13")]));
    let places = ["demo/__pycache__/__init__.cpython-312.pyc", "demo/__pycache__/__init__.cpython-313.pyc"];
    let identical = places.map(|place| (place.to_owned(), "identical"));
    assert_eq!(verdicts(&done.content), identical);
    let compiled = member(&done.content, places[1]);
    let [pyc, constant] = [&compiled[..], &b"\xE9\x01\0\0\0"[..]];
    let at = pyc.windows(5).position(|window| window == constant).expect("the constant 1");
    let tampered = [&pyc[..at + 1], &[2], &pyc[at + 2..]].concat();
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in [("demo/__init__.py", &b"x = 1\n"[..]), (places[1], &tampered), ("lost.pyc", pyc)] {
        writer.start_file(name, SimpleFileOptions::default()).expect("started");
        writer.write_all(content).expect("written");
    }
    let content = writer.finish().expect("finished").into_inner();
    let expected = [(places[1].to_owned(), "different"), ("lost.pyc".to_owned(), "no-source")];
    assert_eq!(verdicts(&content), expected);
    assert_eq!(verdicts(b"no archive"), [(String::new(), "malformed")]);
}

/// Whatever the bytes are, there is an answer.
#[test]
fn no_byte_makes_it_panic() {
    let options = Options::new(vec![target("3.13")]);
    let content = wheel(&record());
    for at in 0..content.len() {
        for bits in [0x01, 0x80, 0xFF] {
            let mut changed = content.clone();
            changed[at] ^= bits;
            let _ = archive(NAME, &changed, &options);
        }
    }
}
