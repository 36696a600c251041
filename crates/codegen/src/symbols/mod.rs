//! The symbol table: which scope every name of a file lives in.

pub mod table;
