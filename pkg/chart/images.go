package chart

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"html/template"
	"image"
	"image/png"
	"strings"
)

// Image is a picture in a row of pictures, with what is written below it and the sign before it, such as + or =.
type Image struct {
	Picture image.Image
	Caption string
	Sign    string
}

var imagesTemplate = template.Must(template.New("images").Parse(
	`<div style="margin:4px 0 8px"><div style="font-weight:600;margin-bottom:6px">{{.Title}}</div>` +
		`<div style="display:flex;flex-wrap:wrap;align-items:flex-start;gap:10px">{{range .Images}}` +
		`{{if .Sign}}<div style="font-size:26px;line-height:96px">{{.Sign}}</div>{{end}}` +
		`<figure style="margin:0;width:104px;text-align:center"><img alt="{{.Caption}}" width="96" height="96" style="image-rendering:pixelated;border-radius:4px" src="{{.Source}}">` +
		`<figcaption style="font-size:12px">{{.Caption}}</figcaption></figure>{{end}}</div></div>`))

// Images shows small pictures in a row, twice their size in 48 × 48, with captions that are their text alternative too.
func Images(title string, images []Image) {
	content, text, err := imageRow(title, images)
	check(err)
	showHTML(content, text)
}

func imageRow(title string, images []Image) (content, text string, err error) {
	type shown struct {
		Sign, Caption string
		Source        template.URL
	}
	var parts []shown
	text = title + ":"
	for _, one := range images {
		if one.Picture == nil {
			return "", "", fmt.Errorf("the picture %q is missing", one.Caption)
		}
		var file bytes.Buffer
		if err := png.Encode(&file, one.Picture); err != nil {
			return "", "", err
		}
		source := template.URL("data:image/png;base64," + base64.StdEncoding.EncodeToString(file.Bytes()))
		parts = append(parts, shown{one.Sign, one.Caption, source})
		text += strings.TrimRight(" "+one.Sign, " ") + " [" + one.Caption + "]"
	}
	var page strings.Builder
	err = imagesTemplate.Execute(&page, struct {
		Title  string
		Images []shown
	}{title, parts})
	return page.String(), text, err
}
