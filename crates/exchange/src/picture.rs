//! Pictures: bytes to bytes. What comes out shows the same and tells nothing else: where and when a
//! photograph was taken, with which camera and by whom is left behind.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::metadata::Orientation;
use image::{
    DynamicImage, ImageDecoder as _, ImageFormat, ImageReader, ImageResult, Limits, imageops,
};

use domain::handbook::PictureForm;

use crate::limits::{
    LIGHT_PICTURE_BYTES, PICTURE_BYTES, PICTURE_DECODED_BYTES, PICTURE_HEIGHT, PICTURE_PIXELS,
    PICTURE_SIDE, PICTURE_WIDTH,
};

/// How true to the original a photograph stays, of 100.
const QUALITY: u8 = 82;

/// A picture that is ready to be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ready {
    /// Its format.
    pub form: PictureForm,
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// The file.
    pub bytes: Vec<u8>,
}

/// Why a picture was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// There is nothing in the file.
    Empty,
    /// The file has too many bytes.
    Bytes,
    /// It is neither PNG nor JPEG, whatever its name says.
    Format,
    /// It has too many pixels.
    Pixels,
    /// It ends too early or contradicts itself.
    Broken,
}

/// Reads a picture and writes it again: turned as its camera meant, no larger than a page needs, with
/// nothing but pixels in it.
///
/// # Errors
/// [`Unfit`], which is found before anything is unpacked except for [`Unfit::Broken`].
pub fn read(bytes: &[u8]) -> Result<Ready, Unfit> {
    if bytes.is_empty() {
        return Err(Unfit::Empty);
    }
    if bytes.len() > PICTURE_BYTES {
        return Err(Unfit::Bytes);
    }
    let form = match image::guess_format(bytes) {
        Ok(ImageFormat::Png) => PictureForm::Png,
        Ok(ImageFormat::Jpeg) => PictureForm::Jpeg,
        _ => return Err(Unfit::Format),
    };
    let picture = shrunk(decoded(bytes, form)?);
    let (form, bytes) = written(&picture, form).map_err(|_defect| Unfit::Broken)?;
    Ok(Ready {
        form,
        width: picture.width(),
        height: picture.height(),
        bytes,
    })
}

/// The pixels, turned as they are meant to be seen.
fn decoded(bytes: &[u8], form: PictureForm) -> Result<DynamicImage, Unfit> {
    let format = match form {
        PictureForm::Png => ImageFormat::Png,
        PictureForm::Jpeg => ImageFormat::Jpeg,
    };
    let mut limits = Limits::default();
    limits.max_image_width = Some(PICTURE_SIDE);
    limits.max_image_height = Some(PICTURE_SIDE);
    limits.max_alloc = Some(PICTURE_DECODED_BYTES);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|error| unfit(&error))?;
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    if pixels > PICTURE_PIXELS || decoder.total_bytes() > PICTURE_DECODED_BYTES {
        return Err(Unfit::Pixels);
    }
    let turn = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|error| unfit(&error))?;
    picture.apply_orientation(turn);
    Ok(picture)
}

const fn unfit(error: &image::ImageError) -> Unfit {
    match error {
        image::ImageError::Limits(_) => Unfit::Pixels,
        _ => Unfit::Broken,
    }
}

/// The picture in eight bits a colour, no wider and no taller than a page needs.
fn shrunk(picture: DynamicImage) -> DynamicImage {
    let has_grey = !picture.color().has_color();
    let see_through = picture.color().has_alpha() && {
        let pixels = picture.to_rgba8();
        pixels.pixels().any(|pixel| pixel.0[3] < u8::MAX)
    };
    let plain = if see_through {
        DynamicImage::ImageRgba8(picture.into_rgba8())
    } else if has_grey {
        DynamicImage::ImageLuma8(picture.into_luma8())
    } else {
        DynamicImage::ImageRgb8(picture.into_rgb8())
    };
    if plain.width() <= PICTURE_WIDTH && plain.height() <= PICTURE_HEIGHT {
        return plain;
    }
    plain.resize(
        PICTURE_WIDTH,
        PICTURE_HEIGHT,
        imageops::FilterType::CatmullRom,
    )
}

/// The file: in the format that came, unless a PNG is so heavy that it must be a photograph.
fn written(picture: &DynamicImage, form: PictureForm) -> ImageResult<(PictureForm, Vec<u8>)> {
    if form == PictureForm::Jpeg {
        return Ok((form, jpeg(picture)?));
    }
    let mut bytes = Vec::new();
    let encoder =
        PngEncoder::new_with_quality(&mut bytes, CompressionType::Default, FilterType::Adaptive);
    picture.write_with_encoder(encoder)?;
    if bytes.len() > LIGHT_PICTURE_BYTES && !picture.color().has_alpha() {
        let photograph = jpeg(picture)?;
        if photograph.len() < bytes.len() / 2 {
            return Ok((PictureForm::Jpeg, photograph));
        }
    }
    Ok((form, bytes))
}

fn jpeg(picture: &DynamicImage) -> ImageResult<Vec<u8>> {
    let mut bytes = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut bytes, QUALITY);
    picture.write_with_encoder(encoder)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use image::{ExtendedColorType, ImageEncoder as _, Luma, Rgb, RgbImage, RgbaImage};

    use super::*;

    /// A photograph of a slope from dark to light, red in its first corner.
    fn photograph(width: u32, height: u32) -> RgbImage {
        RgbImage::from_fn(width, height, |x, y| {
            if x < width / 4 && y < height / 4 {
                Rgb([250, 10, 10])
            } else {
                Rgb([u8::try_from(x * 200 / width).unwrap(), 120, 90])
            }
        })
    }

    fn png_of(picture: &DynamicImage) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        picture.write_to(&mut bytes, ImageFormat::Png).unwrap();
        bytes.into_inner()
    }

    /// What a telephone writes beside the picture: it was held on its side, and where.
    fn exif() -> Vec<u8> {
        let mut block = b"II*\0\x08\0\0\0\x02\0".to_vec();
        // 0x0112 Orientation = 6, 0x010e ImageDescription = text at 38.
        block.extend(b"\x12\x01\x03\0\x01\0\0\0\x06\0\0\0");
        block.extend(b"\x0e\x01\x02\0\x18\0\0\0\x26\0\0\0");
        block.extend(b"\0\0\0\0Malli Mallikas, 60.1699N");
        block
    }

    fn jpeg_with_exif(picture: &RgbImage) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut encoder = JpegEncoder::new_with_quality(&mut bytes, 90);
        encoder.set_exif_metadata(exif()).unwrap();
        let (width, height) = picture.dimensions();
        encoder
            .write_image(picture.as_raw(), width, height, ExtendedColorType::Rgb8)
            .unwrap();
        bytes
    }

    fn holds(bytes: &[u8], what: &[u8]) -> bool {
        bytes.windows(what.len()).any(|part| part == what)
    }

    #[test]
    fn a_photograph_is_turned_and_loses_who_and_where() {
        let taken = jpeg_with_exif(&photograph(80, 40));
        assert!(holds(&taken, b"Mallikas") && holds(&taken, b"Exif"));
        let ready = read(&taken).unwrap();
        assert_eq!(
            (ready.form, ready.width, ready.height),
            (PictureForm::Jpeg, 40, 80)
        );
        assert!(!holds(&ready.bytes, b"Mallikas") && !holds(&ready.bytes, b"Exif"));
        let shown = image::load_from_memory(&ready.bytes).unwrap().into_rgb8();
        let corner = shown.get_pixel(38, 2).0;
        assert!(corner[0] > 200 && corner[1] < 70, "{corner:?}");
    }

    #[test]
    fn a_png_loses_its_texts_and_keeps_what_can_be_seen_through() {
        let mut picture = RgbaImage::from_pixel(8, 8, image::Rgba([9, 9, 9, 255]));
        picture.put_pixel(0, 0, image::Rgba([9, 9, 9, 0]));
        let clean = png_of(&DynamicImage::ImageRgba8(picture));
        // A text chunk behind the header of 33 bytes; its sum need not be right to be stripped.
        let mut told = clean[..33].to_vec();
        told.extend(b"\0\0\0\x0dtEXtAuthor\0Malli\0\0\0\0\0");
        let chunk = told.len() - 17;
        let sum = crc(&told[chunk - 4..chunk + 13]);
        told.truncate(chunk + 13);
        told.extend(sum.to_be_bytes());
        told.extend(&clean[33..]);
        let ready = read(&told).unwrap();
        assert!(!holds(&ready.bytes, b"Malli"));
        let shown = image::load_from_memory(&ready.bytes).unwrap();
        assert_eq!(shown.into_rgba8().get_pixel(0, 0).0[3], 0);
    }

    fn crc(bytes: &[u8]) -> u32 {
        let shifted = |sum: u32| (sum >> 1) ^ (0xedb8_8320 * (sum & 1));
        let sum = bytes.iter().fold(u32::MAX, |sum, byte| {
            (0..8).fold(sum ^ u32::from(*byte), |sum, _| shifted(sum))
        });
        !sum
    }

    #[test]
    fn a_large_picture_is_made_as_small_as_a_page_needs() {
        let wide = DynamicImage::ImageRgb8(photograph(2_400, 300));
        let ready = read(&png_of(&wide)).unwrap();
        assert_eq!((ready.width, ready.height), (1_200, 150));
        let tall = DynamicImage::ImageLuma8(image::GrayImage::from_pixel(100, 3_200, Luma([7])));
        let ready = read(&png_of(&tall)).unwrap();
        assert_eq!((ready.width, ready.height), (50, 1_600));
        let small = read(&png_of(&DynamicImage::ImageRgb8(photograph(30, 20)))).unwrap();
        assert_eq!((small.width, small.height), (30, 20));
    }

    #[test]
    fn a_photograph_that_came_as_png_leaves_as_jpeg() {
        // Noise: what no drawing is.
        let mut state = 1_u32;
        let noise = RgbImage::from_fn(600, 400, |_, _| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let [a, b, c, _] = state.to_be_bytes();
            Rgb([a, b, c])
        });
        let ready = read(&png_of(&DynamicImage::ImageRgb8(noise))).unwrap();
        assert_eq!(ready.form, PictureForm::Jpeg);
    }

    /// A PNG whose header promises more pixels than any memory holds, in a few bytes.
    fn bomb(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
        bytes.extend(width.to_be_bytes());
        bytes.extend(height.to_be_bytes());
        bytes.extend(b"\x08\x06\0\0\0");
        let sum = crc(&bytes[12..29]);
        bytes.extend(sum.to_be_bytes());
        bytes.extend(b"\0\0\0\0IDAT");
        bytes.extend(crc(b"IDAT").to_be_bytes());
        bytes
    }

    #[test]
    fn what_cannot_be_taken_is_told_before_it_is_unpacked() {
        assert_eq!(read(b""), Err(Unfit::Empty));
        assert_eq!(read(&vec![0; PICTURE_BYTES + 1]), Err(Unfit::Bytes));
        for other in [
            &b"GIF89a\x01\0\x01\0\0\0\0;"[..],
            b"<svg/>",
            b"MZ",
            b"RIFF\x04\0\0\0WEBPVP8 ",
        ] {
            assert_eq!(read(other), Err(Unfit::Format));
        }
        assert_eq!(read(&bomb(60_000, 60_000)), Err(Unfit::Pixels));
        assert_eq!(read(&bomb(6_000, 6_000)), Err(Unfit::Pixels));
        assert_eq!(read(&bomb(10, 10)), Err(Unfit::Broken));
        let whole = jpeg_with_exif(&photograph(80, 40));
        assert_eq!(read(&whole[..60]), Err(Unfit::Broken));
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(200))]
        #[test]
        fn no_bytes_break_the_reading(at in 0_usize..400, with: u8, cut in 1_usize..400) {
            for mut bytes in [
                png_of(&DynamicImage::ImageRgb8(photograph(9, 5))),
                jpeg_with_exif(&photograph(9, 5)),
            ] {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte = with;
                }
                bytes.truncate(bytes.len().saturating_sub(400 - cut).max(1));
                if let Ok(ready) = read(&bytes) {
                    proptest::prop_assert!(ready.width <= PICTURE_WIDTH && ready.height <= PICTURE_HEIGHT);
                }
            }
        }
    }
}
