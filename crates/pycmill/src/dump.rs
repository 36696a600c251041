//! Any stage as stable text.

use bumpalo::Bump;
use pycmill_ast::Names;
use pycmill_source::Source;
use pycmill_target::Target;

use crate::pipeline::check_supported;
use crate::rejection::Rejection;
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

/// The text of a stage.
///
/// # Errors
/// If CPython does not accept the source.
pub fn dump(target: Target, source: &[u8], options: Options<'_>, stage: Stage) -> Result<String, Error> {
    check_supported(target)?;
    let rejected = |rejection| Error::rejected(options.filename, rejection);
    match stage {
        Stage::Ast => ast(target, source).map_err(rejected),
        _ => Err(Error::unsupported(target)),
    }
}

fn ast(target: Target, bytes: &[u8]) -> Result<String, Rejection> {
    let arena = Bump::new();
    let source = Source::decode(bytes).map_err(|error| Rejection::from_decode(&error))?;
    let mut names = Names::new(&arena);
    let parsed = pycmill_parser::parse(target, &source, &arena, &mut names)
        .map_err(|error| Rejection::from_parse(error, &source))?;
    Ok(pycmill_parser::dump(&parsed.module, &names, source.lines()))
}
