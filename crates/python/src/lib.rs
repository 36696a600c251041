//! The extension module `pycmill._pycmill`.

#[pyo3::pymodule]
mod _pycmill {}
