//! Codes that a phone reads.

use qrcode::render::svg::Color;
use qrcode::{EcLevel, QrCode};

/// Draws an address as a QR code: SVG markup that scales to its box.
///
/// The drawing is hidden from screen readers, since the address stands beside it in words.
///
/// # Errors
/// Fails when the address is too long for a code (about 2,300 characters).
pub fn svg(address: &str) -> Result<String, qrcode::types::QrError> {
    let code = QrCode::with_error_correction_level(address.as_bytes(), EcLevel::M)?;
    let drawn = code
        .render::<Color<'_>>()
        .min_dimensions(240, 240)
        .dark_color(Color("#0c2340"))
        .light_color(Color("#ffffff"))
        .build();
    let start = drawn.find("<svg").unwrap_or_default();
    let svg = drawn.get(start..).unwrap_or_default();
    Ok(svg.replacen("<svg", "<svg aria-hidden=\"true\" focusable=\"false\"", 1))
}

#[cfg(test)]
mod tests {
    use super::svg;

    #[test]
    fn draws_markup_without_a_prologue() {
        let drawn = svg("https://luotsi.example/k/abc").expect("short address");
        assert!(drawn.starts_with("<svg aria-hidden"));
        assert!(!drawn.contains("<?xml"));
    }
}
