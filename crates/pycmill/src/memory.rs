//! Whether a file may need more memory than there is: where the process has a limit, an allocation that fails would end it.

/// What a token costs at most in tree, instructions and objects, and in address space while these grow; measured over dense
/// files, of which comprehensions are the worst with 960 bytes.
const PER_TOKEN: usize = 1100;
/// What a byte costs besides: source, decoded text, lines, payload.
const PER_BYTE: usize = 30;
/// What any file costs.
const FIXED: usize = 4 << 20;

/// Whether compiling a source may need more than so many bytes. Words of comments and strings count as tokens, too.
pub(crate) fn may_exceed(source: &[u8], limit: usize) -> bool {
    let bytes = source.len().saturating_mul(PER_BYTE);
    let most = FIXED.saturating_add(bytes).saturating_add(source.len().saturating_mul(PER_TOKEN));
    most > limit && FIXED.saturating_add(bytes).saturating_add(tokens(source).saturating_mul(PER_TOKEN)) > limit
}

/// Words and signs.
fn tokens(source: &[u8]) -> usize {
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80;
    let mut count = 0;
    let mut before = b' ';
    for byte in source {
        let begins = if is_word(*byte) { !is_word(before) } else { !matches!(byte, b' ' | b'\t' | b'\r' | b'\n') };
        count += usize::from(begins);
        before = *byte;
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_counted() {
        assert_eq!(tokens(b"[x for xy in y1]\n\n# two words\n"), 10);
        assert!(!may_exceed(b"x = 1\n", FIXED + 10_000));
        assert!(may_exceed(&b"x\n".repeat(10_000), FIXED + 1_000_000));
        assert!(!may_exceed(&b"x\n".repeat(10_000), FIXED + 12_000_000));
    }
}
