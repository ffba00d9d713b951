//! Small pictures made by hand, without the library that the product reads them with.

/// Who made the picture of [`told`], as its file tells.
pub const AUTHOR: &str = "Malli Mallikas";

fn chunk(kind: [u8; 4], data: &[u8]) -> Vec<u8> {
    let mut named = kind.to_vec();
    named.extend(data);
    let length = u32::try_from(data.len()).unwrap_or(0);
    let sum = named.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
            let half = sum >> 1;
            if sum & 1 == 1 {
                half ^ 0xedb8_8320
            } else {
                half
            }
        })
    });
    [&length.to_be_bytes()[..], &named, &(!sum).to_be_bytes()].concat()
}

fn file(width: u32, height: u32, more: &[Vec<u8>]) -> Vec<u8> {
    let size = [width.to_be_bytes(), height.to_be_bytes()].concat();
    // Eight bits of grey for each pixel.
    let header = chunk(*b"IHDR", &[&size[..], &[8, 0, 0, 0, 0]].concat());
    let end = chunk(*b"IEND", &[]);
    [b"\x89PNG\r\n\x1a\n", &header[..], &more.concat(), &end].concat()
}

/// Rows of grey, packed as they are.
fn pixels(width: u32, height: u32) -> Vec<u8> {
    let row = usize::try_from(width).unwrap_or(0) + 1;
    let rows: Vec<u8> = (0..usize::try_from(height).unwrap_or(0))
        .flat_map(|_| (0..row).map(|at| if at == 0 { 0 } else { 90 }))
        .collect();
    let mut packed = vec![0x78, 0x01];
    let mut parts = rows.chunks(60_000).peekable();
    while let Some(part) = parts.next() {
        let length = u16::try_from(part.len()).unwrap_or(0);
        packed.push(u8::from(parts.peek().is_none()));
        packed.extend(length.to_le_bytes());
        packed.extend((!length).to_le_bytes());
        packed.extend(part);
    }
    let (a, b) = rows.iter().fold((1_u32, 0_u32), |(a, b), byte| {
        let a = (a + u32::from(*byte)) % 65_521;
        (a, (b + a) % 65_521)
    });
    packed.extend((b << 16 | a).to_be_bytes());
    chunk(*b"IDAT", &packed)
}

/// A grey PNG of this size.
pub fn png(width: u32, height: u32) -> Vec<u8> {
    file(width, height, &[pixels(width, height)])
}

/// The same with the name of its author in it.
pub fn told(width: u32, height: u32) -> Vec<u8> {
    let author = chunk(*b"tEXt", format!("Author\0{AUTHOR}").as_bytes());
    file(width, height, &[author, pixels(width, height)])
}

/// A PNG of a few bytes that promises 3.6 milliard pixels.
pub fn bomb() -> Vec<u8> {
    file(60_000, 60_000, &[pixels(1, 1)])
}
