"""VN-2000, spoken with one pinned transformation to WGS 84.

The parameters are those of Decision 05/2007/QĐ-BTNMT (EPSG:6960), position vector convention: the signs of the
rotations are those of PROJ's `+towgs84`. With flipped signs, as on many web pages, places move by 0.5 m; without any
shift, by 226 m; and PROJ's own first choice in the city (EPSG:5194) is 0.80 m away. Nothing else in the house
transforms VN-2000.
"""

TO_WGS84 = "-191.90441429,-39.30318279,-111.45032835,0.00928836,-0.01975479,0.00427372,0.252906278"

GEOGRAPHIC = 4756
CENTRAL_MERIDIANS = {
    5896: 102.0,
    5897: 105.0,
    5898: 108.0,
    5899: 107.75,
    9205: 103.0,
    9206: 104.0,
    9207: 104.5,
    9208: 104.75,
    9209: 105.5,
    9210: 105.75,
    9211: 106.0,
    9212: 106.25,
    9213: 106.5,
    9214: 107.0,
    9215: 107.25,
    9216: 107.5,
    9217: 108.25,
    9218: 108.5,
}
"""EPSG code to central meridian, degrees east, of the 3° zones (k = 0.9999)."""
UTM_ZONES = {3405: 48, 3406: 49}
CODES = (GEOGRAPHIC, *UTM_ZONES, *CENTRAL_MERIDIANS)


def proj_text(code: int) -> str:
    """The PROJ string of a VN-2000 system with the official shift; raises KeyError for a code that is not VN-2000."""
    shift = f"+ellps=WGS84 +towgs84={TO_WGS84}"
    if code == GEOGRAPHIC:
        return f"+proj=longlat {shift} +no_defs +type=crs"
    if code in UTM_ZONES:
        return f"+proj=utm +zone={UTM_ZONES[code]} {shift} +units=m +no_defs +type=crs"
    meridian = CENTRAL_MERIDIANS[code]
    return f"+proj=tmerc +lat_0=0 +lon_0={meridian:g} +k=0.9999 +x_0=500000 +y_0=0 {shift} +units=m +no_defs +type=crs"
