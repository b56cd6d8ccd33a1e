//! .pdf with a text layer → paragraphs with their pages.

use std::io::Read;

use anyhow::{Result, anyhow, bail};
use flate2::read::ZlibDecoder;

use crate::limits;
use crate::limits::deadline::{caught, check_time};
use crate::read::document::Paragraph;
use crate::read::paragraphs;

/// Streams packed more often than this are not looked into.
const MOST_LAYERS: usize = 2;
const ADVICE: &str = "请改报 .docx";

/// The paragraphs of a PDF; a scan has none, and is refused with advice.
pub fn paragraphs(bytes: &[u8]) -> Result<Vec<Paragraph>> {
    measure(bytes)?;
    let pages = match caught(|| pdf_extract::extract_text_from_mem_by_pages(bytes)) {
        Some(Ok(pages)) => pages,
        Some(Err(error)) => bail!("PDF 文件已损坏或已加密（{error}），{ADVICE}"),
        None => bail!("PDF 文件内容异常，无法读取，{ADVICE}"),
    };
    let lines = pages.iter().zip(1u32..).flat_map(|(page, number)| page.lines().map(move |line| (line, Some(number))));
    let paragraphs = paragraphs::of_lines(lines);
    let letters: usize = paragraphs.iter().map(|paragraph| paragraph.text.chars().count()).sum();
    if letters < pages.len().max(1) {
        return Err(anyhow!("PDF 没有文字层（可能是扫描件），{ADVICE}"));
    }
    Ok(paragraphs)
}

/// Refuses streams that unpack to too much: the reader unpacks them whole, whatever they become.
fn measure(bytes: &[u8]) -> Result<()> {
    let mut total = 0;
    let mut rest = bytes;
    while let Some(at) = rest.windows(STREAM.len()).position(|window| window == STREAM) {
        rest = &rest[at + STREAM.len()..];
        let begin = rest.iter().position(|byte| !byte.is_ascii_whitespace()).unwrap_or(0);
        check_time();
        total += unpacked(&rest[begin..], MOST_LAYERS);
        limits::bytes("PDF 解压后", total, limits::PART)?;
    }
    Ok(())
}

const STREAM: &[u8] = b"stream";
/// What packed streams begin with.
const ZLIB: u8 = 0x78;

/// How much a packed stream becomes, with what is packed in it once more; nothing for any other.
fn unpacked(packed: &[u8], layers: usize) -> u64 {
    if packed.first() != Some(&ZLIB) || layers == 0 {
        return 0;
    }
    let mut bytes = Vec::new();
    // Damage further on is the reader's business.
    drop(ZlibDecoder::new(packed).take(limits::PART + 1).read_to_end(&mut bytes));
    bytes.len() as u64 + unpacked(&bytes, layers - 1)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::ZlibEncoder;

    use super::*;

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(bytes).expect("packed");
        encoder.finish().expect("packed")
    }

    #[test]
    fn a_stream_that_unpacks_to_too_much_is_refused_even_if_packed_twice() {
        let large = packed(&vec![b' '; (limits::PART + 1) as usize]);
        for stream in [packed(&large), large] {
            let file = [b"%PDF-1.7\n1 0 obj<<>>stream\r\n", stream.as_slice(), b"\nendstream"].concat();
            let error = paragraphs(&file).expect_err("refused").to_string();
            assert!(error.contains("PDF 解压后有 25") && error.contains("超过 256 MB"), "{error}");
        }
    }
}
