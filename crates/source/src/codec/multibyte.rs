//! The East Asian codecs, through `encoding_rs`.

use encoding_rs::{BIG5, EUC_JP, EUC_KR, Encoding, GB18030, GBK, ISO_2022_JP, SHIFT_JIS};

/// Decodes with the codec of a module of Python's `encodings`; `None` if it is not supported.
pub(super) fn decode(bytes: &[u8], module: &str) -> Option<Result<String, String>> {
    let codec = encoding(module)?;
    let text = codec.decode_without_bom_handling_and_without_replacement(bytes);
    Some(text.map(std::borrow::Cow::into_owned).ok_or_else(|| error(bytes, module, codec)))
}

fn encoding(module: &str) -> Option<&'static Encoding> {
    Some(match module {
        "big5" | "cp950" | "big5hkscs" => BIG5,
        "cp932" | "shift_jis" => SHIFT_JIS,
        "euc_jp" => EUC_JP,
        "euc_kr" | "cp949" => EUC_KR,
        "gb18030" => GB18030,
        "gb2312" | "gbk" => GBK,
        "iso2022_jp" => ISO_2022_JP,
        _ => return None,
    })
}

fn error(bytes: &[u8], module: &str, codec: &'static Encoding) -> String {
    let mut at = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or(0);
    while at + 1 < bytes.len() {
        let len = if bytes[at].is_ascii() { 1 } else { 2 };
        if codec.decode_without_bom_handling_and_without_replacement(&bytes[at..at + len]).is_none() {
            break;
        }
        at += len;
    }
    let byte = bytes[at.min(bytes.len() - 1)];
    format!("'{module}' codec can't decode byte 0x{byte:02x} in position {at}: illegal multibyte sequence")
}
