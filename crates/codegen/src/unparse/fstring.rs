//! f-strings and t-strings.
//!
//! Follows `Python/ast_unparse.c` `append_joinedstr`, `append_templatestr`, `build_ftstring_body`,
//! `append_formattedvalue`, `append_interpolation`.

use pycmill_ast::{Constant, Conversion, Expr, ExprKind};

use super::{Level, Unparser};

impl Unparser<'_, '_> {
    /// The body is written apart: quotes and escapes depend on the whole of it.
    pub(super) fn joined_str(&mut self, values: &[Expr<'_>], prefix: &str) {
        let outer = std::mem::take(&mut self.out);
        self.body(values);
        let body = std::mem::replace(&mut self.out, outer);
        self.text(prefix);
        self.constant(&Constant::Str(&body));
    }

    fn body(&mut self, values: &[Expr<'_>]) {
        values.iter().for_each(|value| self.element(value, false));
    }

    fn element(&mut self, expr: &Expr<'_>, in_spec: bool) {
        match expr.kind {
            ExprKind::Constant { value: Constant::Str(text), .. } => self.literal(text),
            ExprKind::JoinedStr { values } if in_spec => values.iter().for_each(|value| self.element(value, true)),
            _ => self.expr(expr, Level::Test),
        }
    }

    fn literal(&mut self, text: &[u8]) {
        for byte in text {
            if matches!(byte, b'{' | b'}') {
                self.out.push(*byte);
            }
            self.out.push(*byte);
        }
    }

    /// A replacement field with what `value` writes.
    pub(super) fn replacement(
        &mut self,
        conversion: Conversion,
        format_spec: Option<&Expr<'_>>,
        value: impl FnOnce(&mut Self),
    ) {
        let start = self.out.len();
        value(self);
        // Two braces in a row would be an escape.
        let open = if self.out.get(start) == Some(&b'{') { "{ " } else { "{" };
        self.out.splice(start..start, open.bytes());
        self.text(match conversion {
            Conversion::None => "",
            Conversion::Str => "!s",
            Conversion::Repr => "!r",
            Conversion::Ascii => "!a",
        });
        if let Some(spec) = format_spec {
            self.text(":");
            self.element(spec, true);
        }
        self.text("}");
    }
}
