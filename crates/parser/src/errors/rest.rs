//! After an error, the rest of the file is read for errors of the tokenizer, which count more.
//!
//! Follows `_PyPegen_tokenize_full_source_to_check_for_errors`.

use super::machine::Machine;
use super::pending::Pending;
use crate::lexer::{Code, Fault};
use crate::token::Kind;

impl Machine<'_, '_> {
    /// Replaces the exception by one of the tokenizer, if there is one in the rest and the lexer is not in an f-string then.
    pub(super) fn check_rest(&mut self) {
        let line = self.tokens.last().map_or(0, |token| token.line);
        let found = self.error_in_rest(line);
        if found.is_some() && !self.tokens.lexer.is_in_template() {
            self.error = found;
        }
    }

    /// The first error of the tokenizer; at the end in brackets, that the innermost was never closed, if it is on an earlier line
    /// than the last token that the parser has read.
    fn error_in_rest(&mut self, line: u32) -> Option<Pending> {
        loop {
            let kind = self.tokens.lexer.traced().token.kind;
            if self.raises_lexer_warning() {
                break;
            }
            match kind {
                Kind::End => return None,
                Kind::Fault => break,
                _ => {}
            }
        }
        match self.tokens.lexer.fault()? {
            Fault::Raised(raised) => Some(self.tokenizer_error(raised.clone())),
            Fault::Code(Code::Decoding(start)) => self.undecodable_error(*start, self.tokens.lexer.state().cursor),
            Fault::Code(_) => {
                let open = self.tokens.lexer.brackets().last()?.line;
                if line > open { self.unclosed() } else { None }
            }
        }
    }
}
