//! Whether a JPEG has its end: decoders fill what is missing with grey, and say nothing.

use std::io::{self, BufRead, Read, Seek, SeekFrom};

const START: [u8; 2] = [0xff, 0xd8];
const SCAN: u8 = 0xda;
const END: u8 = 0xd9;

/// Whether bytes begin as a JPEG, and have no mark of an end behind the begin of their pixels (ITU-T T.81, B.1.1).
///
/// Files of phones have more behind the end; a preview in front has an end of its own, which does not count.
pub fn lacks_end(reader: &mut (impl BufRead + Seek)) -> io::Result<bool> {
    let lacks = match begin_of_scan(reader) {
        Ok(true) => !has_end(reader)?,
        Ok(false) => false,
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => true,
        Err(error) => return Err(error),
    };
    reader.rewind()?;
    Ok(lacks)
}

/// Passes over all segments in front of the pixels; false if this is no JPEG, which others can tell better.
fn begin_of_scan(reader: &mut (impl Read + Seek)) -> io::Result<bool> {
    let mut start = Vec::with_capacity(START.len());
    reader.by_ref().take(START.len() as u64).read_to_end(&mut start)?;
    if start != START {
        return Ok(false);
    }
    loop {
        let [mut fill, mut marker] = read(reader)?;
        // Any number of 0xff may stand in front of a marker.
        while (fill, marker) == (0xff, 0xff) {
            [marker] = read(reader)?;
            fill = 0xff;
        }
        match marker {
            _ if fill != 0xff => return Ok(false),
            SCAN => return Ok(true),
            // Markers without a length.
            0x01 | 0xd0..=0xd8 => {}
            _ => {
                let length = u16::from_be_bytes(read(reader)?);
                reader.seek(SeekFrom::Current(i64::from(length) - 2))?;
            }
        }
    }
}

fn read<const N: usize>(reader: &mut impl Read) -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    reader.read_exact(&mut bytes)?;
    Ok(bytes)
}

/// Within pixels, 0xff is always followed by 0 or by the number of a restart.
fn has_end(reader: &mut impl BufRead) -> io::Result<bool> {
    let mut last = 0;
    loop {
        let bytes = reader.fill_buf()?;
        let Some(end) = bytes.last().copied() else { return Ok(false) };
        if (last, bytes[0]) == (0xff, END) || bytes.windows(2).any(|pair| pair == [0xff, END]) {
            return Ok(true);
        }
        last = end;
        let length = bytes.len();
        reader.consume(length);
    }
}

#[cfg(test)]
mod tests {
    use std::io::{BufReader, Cursor};

    use super::*;

    /// A preview with an end of its own, two bytes of fill, and pixels in several reads.
    const WHOLE: &[u8] =
        b"\xff\xd8\xff\xe1\0\x06\xff\xd9ab\xff\xff\xff\xdb\0\x02\xff\xda\0\x02\x01\xff\0\x02\xff\xd9more";

    fn lacks(bytes: &[u8]) -> bool {
        let mut reader = BufReader::with_capacity(1, Cursor::new(bytes));
        let lacks = lacks_end(&mut reader).unwrap();
        assert_eq!(reader.stream_position().unwrap(), 0);
        lacks
    }

    #[test]
    fn the_end_is_behind_the_pixels() {
        assert!(!lacks(WHOLE));
        let end = WHOLE.len() - b"more".len();
        assert!(!lacks(&WHOLE[..end]));
        for end in 2..end {
            assert!(lacks(&WHOLE[..end]), "{end}");
        }
    }

    #[test]
    fn what_is_no_jpeg_lacks_nothing() {
        for bytes in [&b""[..], b"\xff", b"\x89PNG\r\n\x1a\n", b"\xff\xd8no"] {
            assert!(!lacks(bytes), "{bytes:?}");
        }
    }
}
