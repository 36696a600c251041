//! The extension module `pycmill._pycmill`: what the Python package has from the library.
//!
//! **Invariants**: everything that Python code can do better is done in `pycmill/*.py`; Python is called by the thread that
//! called us alone, but for escaping messages; nothing is imported here, because callers such as pip forbid that.

mod caller;
mod exceptions;
mod files;
mod looking;
mod settings;
mod single;

/// The library's functions, with every argument explicit.
#[pyo3::pymodule]
mod _pycmill {
    #[pymodule_export]
    use crate::exceptions::Rejection;
    #[pymodule_export]
    use crate::files::{compile_dir, compile_file};
    #[pymodule_export]
    use crate::looking::{audit, listing};
    #[pymodule_export]
    use crate::single::{cache_file, compile_source, hash_header, magic_number, py_compile, targets};
}
