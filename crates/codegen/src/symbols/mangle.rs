//! Mangling of private names.
//!
//! Follows `Python/symtable.c` `_Py_Mangle` and `_Py_MaybeMangle`.

use pycmill_ast::{Name, Names};

use super::table::Scope;

/// The name that `name` stands for in a class: `__x` in class `C` is `_C__x`.
#[inline]
pub fn mangle(names: &mut Names<'_>, private: Option<Name>, name: Name) -> Name {
    match private {
        // Nearly all names are known to stay as they are by these two looks.
        Some(private) if name.is_private() => mangle_private(names, private, name),
        _ => name,
    }
}

#[cold]
fn mangle_private(names: &mut Names<'_>, private: Name, name: Name) -> Name {
    let text = names.text(name);
    // Dots occur in the names of modules.
    if text.ends_with("__") || text.contains('.') {
        return name;
    }
    let class = names.text(private).trim_start_matches('_');
    if class.is_empty() {
        return name;
    }
    names.intern(&format!("_{class}{text}"))
}

/// Like [`mangle`], but around a generic class only its type parameters are mangled.
#[inline]
pub fn maybe_mangle(names: &mut Names<'_>, private: Option<Name>, scope: &Scope, name: Name) -> Name {
    match &scope.mangled_names {
        _ if private.is_none() || !name.is_private() => name,
        Some(mangled) if !mangled.contains(&name) => name,
        _ => mangle(names, private, name),
    }
}

#[cfg(test)]
mod tests {
    use bumpalo::Bump;

    use super::*;

    #[test]
    fn private_names_take_the_class() {
        let arena = Bump::new();
        let mut names = Names::new(&arena);
        let mut mangled = |class: Option<&str>, name: &str| {
            let class = class.map(|class| names.intern(class));
            let name = names.intern(name);
            let mangled = mangle(&mut names, class, name);
            names.text(mangled)
        };
        assert_eq!(mangled(Some("C"), "__x"), "_C__x");
        assert_eq!(mangled(Some("__C"), "__x"), "_C__x");
        assert_eq!(mangled(Some("C"), "__x_"), "_C__x_");
        for unchanged in ["x", "_x", "_", "__", "___", "__x__", "__m.n"] {
            assert_eq!(mangled(Some("C"), unchanged), unchanged);
        }
        assert_eq!(mangled(Some("__"), "__x"), "__x");
        assert_eq!(mangled(None, "__x"), "__x");
    }
}
