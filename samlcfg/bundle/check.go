package bundle

import (
	"strconv"
	"time"

	"backupsso/samlcfg"
)

// Check reads a bundle as Read does and judges what depends on the date as of
// now. Its findings begin with what an error would have said: that the zip is
// safe and the values follow their schema.
func Check(raw []byte, now time.Time) (Contents, []samlcfg.Finding, error) {
	files, read, err := open(raw)
	if err != nil {
		return Contents{}, nil, err
	}
	contents, findings := read.judged(files)
	for i, finding := range findings {
		if finding.AboutExpiry() {
			findings[i] = Expiry(contents, now)
		}
	}
	return contents, append([]samlcfg.Finding{
		{Code: "bundle-zip", Got: strconv.Itoa(len(files)), Expected: strconv.Itoa(mostFiles)},
		{Code: "bundle-format", Got: strconv.Itoa(read.form.version), Expected: strconv.Itoa(schemaVersion)},
	}, findings...), nil
}
