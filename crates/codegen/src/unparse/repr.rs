//! `repr` of constants.
//!
//! Follows `Objects/unicodeobject.c` `unicode_repr`, `Objects/bytesobject.c` `PyBytes_Repr`,
//! `Objects/floatobject.c` `float_repr`, `Objects/complexobject.c` `complex_repr` and
//! `Python/ast_unparse.c` `append_repr`: infinity becomes a number too large for a double.

use pycmill_ast::Constant;
use pycmill_object::{bytes_repr, code_points, complex_repr, float_repr};

use super::Unparser;

const INFINITY: &str = "1e309";

impl Unparser<'_, '_> {
    pub(super) fn constant(&mut self, constant: &Constant<'_>) {
        match constant {
            Constant::None => self.text("None"),
            Constant::True => self.text("True"),
            Constant::False => self.text("False"),
            Constant::Ellipsis => self.text("..."),
            Constant::Int(int) => self.text(&int.to_string()),
            Constant::Float(bits) => self.text(&float_repr(f64::from_bits(*bits), INFINITY)),
            Constant::Complex { real, imag } => {
                self.text(&complex_repr(f64::from_bits(*real), f64::from_bits(*imag), INFINITY));
            }
            Constant::Str(text) => self.str_repr(text),
            Constant::Bytes(bytes) => self.text(&bytes_repr(bytes)),
            Constant::Tuple(items) => {
                self.text("(");
                self.separated(items, ", ", Self::item);
                self.text(if items.len() == 1 { ",)" } else { ")" });
            }
            Constant::FrozenSet(items) => {
                self.text("frozenset({");
                self.separated(items, ", ", Self::constant);
                self.text("})");
            }
        }
    }

    /// In a tuple everything is as `repr` has it.
    fn item(&mut self, constant: &Constant<'_>) {
        if *constant == Constant::Ellipsis { self.text("Ellipsis") } else { self.constant(constant) }
    }

    fn str_repr(&mut self, text: &[u8]) {
        let quote = quote(text);
        self.out.push(quote);
        for ch in text.chunk_by(|_, next| next & 0xC0 == 0x80) {
            match ch {
                [byte] => self.ascii(*byte, quote),
                _ => self.wide(ch),
            }
        }
        self.out.push(quote);
    }

    /// A character of ASCII.
    fn ascii(&mut self, byte: u8, quote: u8) {
        match byte {
            b'\t' => self.text("\\t"),
            b'\n' => self.text("\\n"),
            b'\r' => self.text("\\r"),
            b'\\' => self.text("\\\\"),
            _ if byte == quote => self.out.extend([b'\\', byte]),
            b' '..=b'~' => self.out.push(byte),
            _ => self.text(&format!("\\x{byte:02x}")),
        }
    }

    /// A character beyond ASCII.
    fn wide(&mut self, ch: &[u8]) {
        let code_point = code_points(ch).next().unwrap_or_default();
        if self.target.is_printable(code_point) {
            return self.out.extend_from_slice(ch);
        }
        self.text(&match code_point {
            0..0x100 => format!("\\x{code_point:02x}"),
            0x100..0x1_0000 => format!("\\u{code_point:04x}"),
            _ => format!("\\U{code_point:08x}"),
        });
    }
}

/// Single quotes, unless only they occur.
fn quote(text: &[u8]) -> u8 {
    if text.contains(&b'\'') && !text.contains(&b'"') { b'"' } else { b'\'' }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_as_python_writes_them() {
        for (float, text) in [
            (0.0, "0.0"),
            (-0.0, "-0.0"),
            (1e16, "1e+16"),
            (123456789012345680.0, "1.2345678901234568e+17"),
            (1e15, "1000000000000000.0"),
            (0.0001, "0.0001"),
            (0.00001, "1e-05"),
            (5e-324, "5e-324"),
            (f64::INFINITY, "1e309"),
        ] {
            assert_eq!(float_repr(float, INFINITY), text);
        }
    }

    #[test]
    fn complex_numbers_as_python_writes_them() {
        assert_eq!(complex_repr(0.0, 1.0, INFINITY), "1j");
        assert_eq!(complex_repr(-0.0, -1.0, INFINITY), "(-0-1j)");
        assert_eq!(complex_repr(1.5, f64::INFINITY, INFINITY), "(1.5+1e309j)");
    }
}
