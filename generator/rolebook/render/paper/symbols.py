"""The copy code as a QR symbol, and the small symbols that say where the corners of a page are."""

import zxingcpp


def qr(payload: str) -> str:
    """An SVG of a version 1-M symbol (ISO/IEC 18004) with its quiet zone, for at most 20 upper-case characters."""
    options = {"ec_level": "M"}
    symbol = zxingcpp.create_barcode(payload, zxingcpp.BarcodeFormat.QRCode, **options)
    return str(symbol.to_svg(add_quiet_zones=True))


def data_matrix(payload: str) -> str:
    """An SVG of a symbol of 10 x 10 modules (ISO/IEC 16022) without a quiet zone, for six digits."""
    symbol = zxingcpp.create_barcode(payload, zxingcpp.BarcodeFormat.DataMatrix)
    return str(symbol.to_svg(add_quiet_zones=False))
