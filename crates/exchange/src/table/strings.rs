//! The texts that cells of an old binary workbook share: how long each of them is.

/// The record with the texts, and those that carry on where one record is not enough.
const TABLE: u16 = 0x00fc;
const MORE: u16 = 0x003c;

/// How long each shared text of a workbook stream is, in bytes when it is read. Where the table lies
/// about itself, the rest of it is left out, as its reader leaves it out.
pub(super) fn lengths(stream: &[u8]) -> Vec<u32> {
    let mut lengths = Vec::new();
    let mut records = Records(stream);
    while let Some((kind, record)) = records.next() {
        if kind == TABLE {
            let mut table = Table {
                record: record.get(8..).unwrap_or_default(),
                rest: records,
            };
            while let Some(length) = table.text() {
                lengths.push(length);
            }
            break;
        }
    }
    lengths
}

/// The records of a stream, one after another.
pub(super) struct Records<'a>(pub(super) &'a [u8]);

impl<'a> Iterator for Records<'a> {
    type Item = (u16, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let (head, behind) = self.0.split_first_chunk::<4>()?;
        let [kind_low, kind_high, size_low, size_high] = *head;
        let size = usize::from(u16::from_le_bytes([size_low, size_high]));
        let (record, behind) = behind.split_at_checked(size).unwrap_or((behind, &[]));
        self.0 = behind;
        Some((u16::from_le_bytes([kind_low, kind_high]), record))
    }
}

/// The table while it is read.
struct Table<'a> {
    record: &'a [u8],
    rest: Records<'a>,
}

impl Table<'_> {
    /// The next record, when it carries the table on.
    fn turn(&mut self) -> Option<()> {
        let (kind, record) = self.rest.next()?;
        (kind == MORE).then(|| self.record = record)
    }

    fn bytes<const N: usize>(&mut self) -> Option<[u8; N]> {
        if self.record.is_empty() {
            self.turn()?;
        }
        let (bytes, behind) = self.record.split_first_chunk::<N>()?;
        self.record = behind;
        Some(*bytes)
    }

    /// Steps over so many bytes, from record to record.
    fn skip(&mut self, mut count: usize) -> Option<()> {
        while count > 0 {
            if self.record.is_empty() {
                self.turn()?;
            }
            let step = count.min(self.record.len());
            self.record = self.record.get(step..)?;
            count -= step;
        }
        Some(())
    }

    /// Steps over a text; how many bytes it becomes at most.
    fn text(&mut self) -> Option<u32> {
        let mut chars = usize::from(u16::from_le_bytes(self.bytes()?));
        let [mut flags] = self.bytes()?;
        let (is_rich, is_spoken) = (flags & 8 != 0, flags & 4 != 0);
        let runs = if is_rich {
            usize::from(u16::from_le_bytes(self.bytes()?))
        } else {
            0
        };
        let spoken = if is_spoken {
            u32::from_le_bytes(self.bytes()?) as usize
        } else {
            0
        };
        // A letter of one byte may become two, one of two bytes three.
        let mut length = 0;
        while chars > 0 {
            if self.record.is_empty() {
                // Where a text goes on in another record, that says again how wide its letters are.
                self.turn()?;
                [flags] = self.bytes()?;
            }
            let (wide, grown) = if flags & 1 == 0 { (1, 2) } else { (2, 3) };
            let here = (self.record.len() / wide).min(chars);
            if here == 0 {
                return None;
            }
            self.skip(here * wide)?;
            chars -= here;
            length += here * grown;
        }
        self.skip(runs * 4 + spoken)?;
        u32::try_from(length).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: u16, body: &[u8]) -> Vec<u8> {
        let size = u16::try_from(body.len()).unwrap();
        [&kind.to_le_bytes()[..], &size.to_le_bytes(), body].concat()
    }

    #[test]
    fn texts_are_measured_over_records_with_what_stands_beside_them() {
        let mut body = vec![0; 8];
        body.extend([3, 0, 0, b'a', b'b', b'c']);
        body.extend([2, 0, 1, b'a', 0, b'b', 0]);
        // A formatted text with a reading: one run of four bytes, two bytes of reading.
        body.extend([1, 0, 12, 1, 0, 2, 0, 0, 0, b'x', 9, 9, 9, 9, 7, 7]);
        // Four letters, two of them in the next record and wide there.
        body.extend([4, 0, 0, b'y', b'y']);
        let more = [1, b'z', 0, b'z', 0, 1, 0, 0, b'w'];
        let end = record(0x000a, &[]);
        let stream = [
            record(0x0809, &[1, 2]),
            record(TABLE, &body),
            record(MORE, &more),
            end,
        ];
        assert_eq!(lengths(&stream.concat()), [6, 6, 2, 10, 2]);
    }

    #[test]
    fn a_table_that_lies_ends_where_it_lies() {
        let body = [0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, b'a', 255, 255, 0, b'b'];
        assert_eq!(lengths(&record(TABLE, &body)), [2]);
        assert_eq!(lengths(&record(TABLE, &[1])), [0; 0]);
        assert_eq!(lengths(b"cut"), [0; 0]);
    }
}
