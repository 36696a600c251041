//! `cargo xtask dist`: the command as it is distributed, in `target/dist`.
//!
//! Beyond cargo's release profile it is guided by a profile of its own work, as the CPythons of distributions are, and on
//! Linux it has a fixed address: the loader then has no table of addresses to fill, which a short run notices.
//! The build runs on every processor of its architecture; `--processor` makes one for a level. There is no choice between two
//! builds at run time: starting the second one would cost a short run more than the level saves a long one.
//! Invariant: what the command writes does not depend on any of this; [`check`] compares.

mod check;
mod layout;
mod profile;
mod training;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::{fs, io};

use clap::Parser;
use siphasher::sip::SipHasher13;

use crate::cargo::{cargo, executable};
use crate::command;
use crate::conformance::root;

/// Builds the command as it is distributed.
#[derive(Parser, Debug)]
#[command(name = "cargo xtask dist")]
struct Arguments {
    #[command(flatten)]
    guide: Guide,
}

/// What the build is guided by.
#[derive(clap::Args, Clone, Debug)]
pub(crate) struct Guide {
    /// LLVM's llvm-profdata, of the compiler's major version [default: the toolchain's, or the one on PATH]
    #[arg(long)]
    llvm_profdata: Option<PathBuf>,
    /// LLVM's llvm-bolt: also changes the layout of the code, after what runs together
    #[arg(long, conflicts_with = "no_profile")]
    llvm_bolt: Option<PathBuf>,
    /// Do not guide the build by a profile
    #[arg(long)]
    no_profile: bool,
    /// The processors to build for, as rustc names them: x86-64-v3 [default: all of the architecture]
    #[arg(long)]
    processor: Option<String>,
    /// A tree to compile for the profile; may be repeated [default: the sources of the tests]
    #[arg(long)]
    train: Vec<PathBuf>,
}

/// What cargo is to build.
const COMMAND: [&str; 4] = ["-p", "pycmill-cli", "--bin", "pycmill"];
const MODULE: [&str; 2] = ["-p", "pycmill-python"];
const STAGES: [&str; 4] = ["-p", "pycmill", "--example", "stage_times"];

/// What was built.
pub(crate) struct Built {
    /// The command.
    pub(crate) command: PathBuf,
    /// The example that times the stages, built in the same way.
    pub(crate) stages: PathBuf,
    /// How, in a few words.
    pub(crate) how: String,
    /// The flags that name the profile.
    profile: Vec<String>,
}

/// Runs the command.
#[expect(clippy::print_stdout, reason = "this is a command")]
pub(crate) fn main(words: &[String]) -> ExitCode {
    command::run("dist", words, |arguments: &Arguments| {
        let path = publish(&build(&arguments.guide)?)?;
        println!("{}", path.display());
        Ok::<_, io::Error>(true)
    })
}

impl Guide {
    /// What the profile is of, without the places of this machine.
    fn described(&self) -> String {
        let level = self.processor.as_ref().map(|processor| format!("for {processor}, ")).unwrap_or_default();
        format!("{level}{}", self.profile())
    }

    fn profile(&self) -> String {
        if self.no_profile {
            return "not guided by a profile".to_owned();
        }
        let names: Vec<String> =
            self.train.iter().filter_map(|tree| Some(tree.file_name()?.to_string_lossy().into_owned())).collect();
        if names.is_empty() {
            return "guided by a profile of its tests' sources".to_owned();
        }
        format!("guided by a profile of compiling {}", names.join(", "))
    }
}

/// Builds the command and the example.
pub(crate) fn build(guide: &Guide) -> io::Result<Built> {
    training::prepare(&guide.train)?;
    let level: Vec<String> = guide.processor.iter().map(|processor| format!("-Ctarget-cpu={processor}")).collect();
    if guide.no_profile {
        return finished("plain", &[], &level, guide.described());
    }
    let work = &training::folder();
    let profdata = profile::find(guide.llvm_profdata.as_deref())?;
    let raw = folder().join("profile");
    let flag = format!("-Cprofile-generate={}", raw.display());
    let instrumented = executable(&compile("instrumented", &[flag], &COMMAND)?, "pycmill");
    let profile = profile::record(&profdata, &raw, || training::compile_all(&instrumented, work))?;
    let profile = [format!("-Cprofile-use={}", profile.display())];
    let Some(bolt) = &guide.llvm_bolt else { return finished("guided", &profile, &level, guide.described()) };
    let flags = [&level[..], &[layout::FLAG.to_owned()]].concat();
    let Built { command, stages, how, profile } = finished("guided", &profile, &flags, guide.described())?;
    Ok(Built {
        command: layout::change(bolt, &command, |program| training::compile_all(program, work))?,
        stages: layout::change(bolt, &stages, |program| training::run_stages(program, work))?,
        how: format!("{how}, and laid out by llvm-bolt"),
        profile,
    })
}

/// Both products of a build.
fn finished(name: &str, profile: &[String], more: &[String], how: String) -> io::Result<Built> {
    let release = compile(name, &[profile, more].concat(), &[&COMMAND[..], &STAGES].concat())?;
    let (command, stages) = (executable(&release, "pycmill"), executable(&release, "examples/stage_times"));
    Ok(Built { command, stages, how, profile: profile.to_vec() })
}

/// Builds the extension module with the profile of the command: its code is the library's, too. It cannot have a fixed
/// address.
pub(crate) fn build_module(built: &Built) -> io::Result<PathBuf> {
    let release = compile_with("module", &built.profile, &MODULE)?;
    Ok(release.join(format!("{}_pycmill{}", std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX)))
}

/// Where everything is kept.
fn folder() -> PathBuf {
    root().join("target/dist")
}

/// Puts the command where it is looked for, once it has written what it should.
pub(crate) fn publish(built: &Built) -> io::Result<PathBuf> {
    check::check(&built.command, &training::folder())?;
    let path = executable(&folder(), "pycmill");
    fs::copy(&built.command, &path)?;
    Ok(path)
}

/// Compiles some products with these flags in a folder of that name; where they are. A target that is named keeps the flags
/// from build scripts and macros.
fn compile(name: &str, flags: &[String], products: &[&str]) -> io::Result<PathBuf> {
    let all: Vec<String> = fixed_address().iter().map(|flag| (*flag).to_owned()).chain(flags.iter().cloned()).collect();
    compile_with(name, &all, products)
}

fn compile_with(name: &str, flags: &[String], products: &[&str]) -> io::Result<PathBuf> {
    let (host, folder) = (rustc_prints("host-tuple")?, folder().join(name));
    let mut command = cargo();
    command.env("CARGO_ENCODED_RUSTFLAGS", flags.join("\x1f")).env("PYO3_BUILD_EXTENSION_MODULE", "1");
    command.args(["build", "--quiet", "--release", "--locked", "--target", &host, "--target-dir"]).arg(&folder);
    if command.args(products).status()?.success() {
        return Ok(folder.join(host).join("release"));
    }
    Err(io::Error::other(format!("the {name} build failed")))
}

/// The flags for a fixed address, where they are known to work.
const fn fixed_address() -> &'static [&'static str] {
    if cfg!(all(target_os = "linux", target_env = "gnu")) { &["-Crelocation-model=static"] } else { &[] }
}

/// What the compiler says of itself.
fn rustc_prints(what: &str) -> io::Result<String> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc).args(["--print", what]).output()?;
    if !output.status.success() {
        return Err(io::Error::other(format!("rustc does not print its {what}")));
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// A hash of a file's content.
fn content_hash(file: &Path) -> io::Result<u64> {
    Ok(SipHasher13::new().hash(&fs::read(file)?))
}
