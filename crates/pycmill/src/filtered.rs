//! Compiling where filters decide about warnings: which are shown, and which are errors.

use pycmill_target::Target;

use crate::os_text::printable;
use crate::warnings::Filters;
use crate::{Compiled, Compiler, Error, Options, pipeline};

impl Compiler {
    /// [`Compiler::compile`] with filters: warnings that are not shown are left out, and one that is an error is returned as
    /// one.
    ///
    /// # Errors
    /// If CPython does not accept the source, or if a warning is an error.
    pub fn compile_filtered(
        &mut self,
        target: Target,
        source: &[u8],
        options: Options<'_>,
        filters: &Filters,
    ) -> Result<Compiled, Error> {
        let options = options.keeps_bool_invert(filters.raise_bool_invert(target));
        let shown = printable(options.filename);
        let compiled = self.compile(target, source, options);
        let warnings = compiled.as_ref().map_or_else(Error::warnings, |compiled| &compiled.warnings);
        if filters.postpones && !warnings.is_empty() {
            return Err(Error::postponed());
        }
        let raise = |raised: &[usize]| pipeline::raise(target, source, options, raised);
        match compiled {
            Ok(compiled) => match filters.apply(target, &shown, compiled.warnings, raise) {
                (warnings, None) => Ok(Compiled { payload: compiled.payload, warnings }),
                (warnings, Some(raised)) => Err(Error::rejected(target, options.filename, raised, warnings)),
            },
            Err(error) => Err(error.filter_warnings(|warnings| filters.apply(target, &shown, warnings, raise))),
        }
    }
}
