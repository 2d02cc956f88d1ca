# curl localhost:8080/v1/starmap/thumbnail.thumbnail --json '[["/data/a.jpg","/tmp/a.png"],["/data/b.jpg","/tmp/b.png"]]'
from PIL import Image  # python3 -m pip install -r requirements.txt


def thumbnail(picture: str, to: str, size: int = 128):
    """Writes a picture that fits into size x size, and returns its width and height.

    >>> thumbnail("/data/a.jpg", "/tmp/a.png")
    [128, 96]
    """
    with Image.open(picture) as image:
        image.thumbnail((size, size))
        image.save(to)
        return image.size
