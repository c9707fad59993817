"""The copy code as a QR symbol."""

import zxingcpp


def qr(payload: str) -> str:
    """An SVG of a version 1-M symbol (ISO/IEC 18004) with its quiet zone, for at most 20 upper-case characters."""
    options = {"ec_level": "M"}
    symbol = zxingcpp.create_barcode(payload, zxingcpp.BarcodeFormat.QRCode, **options)
    return str(symbol.to_svg(add_quiet_zones=True))
