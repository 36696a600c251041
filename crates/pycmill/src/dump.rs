//! Any stage as stable text.

use bumpalo::Bump;
use pycmill_codegen::{fold, future, symbols};
use pycmill_flow::finish::Trace;
use pycmill_marshal::ReadError;
use pycmill_object::{ObjId, Pool};
use pycmill_target::{Opcode, Target};

use crate::pipeline::{Memory, ParsedFile, check_supported};
use crate::rejection::{LineTexts, Rejection};
use crate::{Error, Options};

/// A stage whose result can be shown.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Stage {
    /// The syntax tree, as `ast.dump` with attributes prints it.
    Ast,
    /// The symbol table.
    Symbols,
    /// The instructions as they are emitted.
    Emit,
    /// The instructions behind the flow graph passes.
    Flow,
    /// The code objects.
    Code,
    /// The objects of the byte stream.
    Marshal,
}

impl Stage {
    /// All stages in their order, with the names of the command line.
    pub const ALL: [(&'static str, Self); 6] = [
        ("ast", Self::Ast),
        ("symbols", Self::Symbols),
        ("emit", Self::Emit),
        ("flow", Self::Flow),
        ("code", Self::Code),
        ("marshal", Self::Marshal),
    ];
}

/// The text of a stage. The syntax tree can be had for every target, the other stages for complete ones.
///
/// # Errors
/// If CPython does not accept the source.
pub fn dump(target: Target, source: &[u8], options: Options<'_>, stage: Stage) -> Result<String, Error> {
    if stage != Stage::Ast {
        check_supported(target)?;
    }
    text(target, source, options, stage)
        .map_err(|rejection| Error::rejected(target, options.filename, rejection, Vec::new()))
}

/// The text of the objects in the payload of a `.pyc` file.
///
/// # Errors
/// If the bytes are not those of a code object of this version.
pub fn dump_payload(target: Target, payload: &[u8]) -> Result<String, ReadError> {
    let read = pycmill_marshal::read(target, payload)?;
    Ok(code_text(target, &read.pool, read.root))
}

/// The objects in the byte stream of a payload, one per line.
///
/// # Errors
/// As [`dump_payload`].
pub fn dump_payload_marshal(target: Target, payload: &[u8]) -> Result<String, ReadError> {
    pycmill_marshal::dump(target, payload)
}

/// Whether a payload, read and written again, gives the same bytes.
#[must_use]
pub fn reads_back(target: Target, payload: &[u8]) -> bool {
    let Ok(read) = pycmill_marshal::read(target, payload) else { return false };
    let written = pycmill_marshal::write_as_read(target, &read.pool, read.root);
    read.consumed == payload.len() && written.is_ok_and(|written| written == payload)
}

fn text(target: Target, bytes: &[u8], options: Options<'_>, stage: Stage) -> Result<String, Rejection> {
    let arena = Bump::new();
    let mut file = ParsedFile::read(target, bytes, options.max_str_digits, &arena, &mut Vec::new())?;
    match stage {
        Stage::Ast => Ok(pycmill_parser::dump(target, &file.module, &file.names, file.source.lines())),
        Stage::Symbols => symbol_table(target, &mut file, options, &arena),
        Stage::Emit => units(target, &mut file, options, &arena, |unit| &unit.emit),
        Stage::Flow => units(target, &mut file, options, &arena, |unit| &unit.flow),
        Stage::Code => {
            let compiled = file.compile(target, options, &arena, &mut Memory::default(), &mut Vec::new())?;
            Ok(code_text(target, &compiled.pool, compiled.code))
        }
        Stage::Marshal => {
            let compiled = file.compile(target, options, &arena, &mut Memory::default(), &mut Vec::new())?;
            let payload =
                pycmill_marshal::write(target, &compiled.pool, compiled.code).map_err(Rejection::from_write)?;
            Ok(pycmill_marshal::dump(target, &payload).expect("what was written can be read"))
        }
    }
}

fn symbol_table<'a>(
    target: Target,
    file: &mut ParsedFile<'a>,
    options: Options<'_>,
    arena: &'a Bump,
) -> Result<String, Rejection> {
    let ParsedFile { source, module, names } = file;
    let lines = source.lines();
    let rejected = |error| Rejection::from_compile(target, error, &mut LineTexts::of(source));
    let features = future::scan(target, module, names, lines).map_err(rejected)?;
    let context =
        fold::Context { target, lines, optimize: options.optimize.level(), keeps_bool_invert: false, features };
    let module = fold::fold(context, module, names, arena, &mut Vec::new());
    let table = symbols::build(target, &module, names, lines, &features).map_err(rejected)?;
    Ok(symbols::dump::dump(&table, names))
}

/// One stage of every code unit, in the order they are finished.
fn units<'a>(
    target: Target,
    file: &mut ParsedFile<'a>,
    options: Options<'_>,
    arena: &'a Bump,
    stage: impl Fn(&Trace) -> &String,
) -> Result<String, Rejection> {
    let ParsedFile { source, module, names } = file;
    let units = pycmill_codegen::trace(target, module, source.lines(), arena, names, options.of_codegen())
        .map_err(|error| Rejection::from_compile(target, error, &mut LineTexts::of(source)))?;
    Ok(units.iter().map(|unit| format!("# {}\n{}\n", unit.qualname, stage(unit).trim_end())).collect())
}

fn code_text(target: Target, pool: &Pool, root: ObjId) -> String {
    pycmill_object::dump(pool, root, &|number| target.opcode_from_number(number).map(Opcode::name))
}
