// Draws the board, and draws it again every few seconds. What students wrote gets onto the page only as text.
'use strict'

const EVERY = 3000 // milliseconds between two looks
const QUIET = 600 // seconds after which a student who ran no cell stands out
const GOES_FIRST = ['quiet', 'moving', 'starting', 'off']
const MARK = {quiet: '▲', moving: '●', starting: '…', off: '○'}
const at = id => document.getElementById(id)

let shown = null // the latest data
let hidden = localStorage.getItem('nexttoken names hidden') === 'yes'
let opened = Date.now()

// element makes an element with children in it.
function element(tag, className, ...children) {
    const made = document.createElement(tag)
    made.className = className
    made.append(...children)
    return made
}

// write sets a text, if it is another one.
function write(node, text) {
    if (node.textContent !== text) node.textContent = text
}

// sync gives a node the children that the items need. A child with the same key stays, so that nothing flickers.
function sync(parent, items, key, make, fill) {
    const before = new Map([...parent.children].map(child => [child.dataset.key, child]))
    let next = parent.firstElementChild
    for (const item of items) {
        const name = key(item)
        let child = before.get(name)
        before.delete(name)
        if (!child) {
            child = make(item)
            child.dataset.key = name
        }
        if (child === next) next = next.nextElementSibling
        else parent.insertBefore(child, next)
        fill(child, item)
    }
    for (const child of before.values()) child.remove()
}

const person = name => hidden ? '•••' : name
const students = count => count === 1 ? '1 student' : `${count} students`
const seconds = (student, now) => student.at ? now - Date.parse(student.at) / 1000 : Infinity

function duration(s) {
    if (!isFinite(s)) return ''
    return s < 3600 ? `${Math.max(0, Math.floor(s / 60))} min` : s < 172800 ? `${Math.floor(s / 3600)} h` :
        `${Math.floor(s / 86400)} days`
}

// stateOf returns a key of MARK.
function stateOf(student, now) {
    if (student.server !== 'on') return student.server
    return seconds(student, now) < QUIET || !student.at ? 'moving' : 'quiet'
}

// groupOf returns where a student is: a page, or in words.
function groupOf(student) {
    if (student.server === 'off') return 'not here'
    return student.page ? student.page.replace(/\.ipynb$/, '').replace(/_/g, ' ') : 'no page open yet'
}

function drawWhere({people, now}) {
    const groups = new Map()
    for (const student of people) {
        const group = groupOf(student)
        groups.set(group, [...groups.get(group) ?? [], student])
    }
    const inOrder = [...groups].sort(([a], [b]) => (a === 'not here') - (b === 'not here') || (a < b ? -1 : 1))
    sync(at('groups'), inOrder, ([group]) => group,
        () => element('div', 'group', element('h3', ''), element('ul', '')),
        (node, [group, members]) => {
            write(node.querySelector('h3'), `${group} (${members.length})`)
            drawStudents(node.querySelector('ul'), members, now)
        })
}

function drawStudents(list, members, now) {
    const rank = student => GOES_FIRST.indexOf(stateOf(student, now))
    members.sort((a, b) => rank(a) - rank(b) || (rank(a) ? 0 : seconds(b, now) - seconds(a, now)) ||
        (a.name < b.name ? -1 : 1))
    sync(list, members, student => student.name, student => {
        const chip = element('button', '', element('span', 'mark'), element('span', 'name'), element('span', 'time'))
        chip.addEventListener('click', () => openOwn(student.name))
        return element('li', '', chip)
    }, (item, student) => {
        const state = stateOf(student, now), chip = item.firstChild
        item.className = chip.className = state
        write(chip.children[0], MARK[state])
        write(chip.children[1], person(student.name))
        write(chip.children[2], state === 'quiet' ? duration(seconds(student, now)) : '')
        chip.title = (hidden ? '' : student.name + ': ') + (student.cells === null ? 'no cell run yet' :
            `cells run since the kernel started: ${student.cells}; `) +
            (student.at ? `the last report came ${duration(seconds(student, now))} ago` : '')
    })
}

// openOwn opens what a student sees. The address holds the name, so not while names are hidden.
function openOwn(name) {
    if (!hidden && shown.teacher && !shown.student) location.search = '?student=' + encodeURIComponent(name)
}

function drawSummary({people, now, student}) {
    const count = wanted => people.filter(each => stateOf(each, now) === wanted).length
    write(at('summary'), student ? '' : `${students(people.length)}: ${count('moving') + count('starting')} at work, ` +
        `${count('quiet')} quiet for 10 minutes, ${count('off')} not here`)
}

const ofPage = page => !at('page').value || at('page').value === page

function drawExercises({exercises, student}) {
    const chosen = exercises.filter(each => ofPage(each.page))
    if (!student) chosen.sort((a, b) => b.wrong - a.wrong) // equal ones stay in the order of the lecture
    write(at('order'), !chosen.length ? 'No answers yet.' : student ? 'The best answer to each counts.' :
        'Most wrong answers first; of each student the best answer. Open one to see all mistakes, and whose.')
    sync(at('rows'), chosen, each => `${each.page}.${each.number} ${each.title}`, makeExercise,
        (row, each) => fillExercise(row, each, student))
}

function makeExercise() {
    return element('details', 'exercise', element('summary', '', element('strong', ''),
        element('span', 'bar', element('i', 'right'), element('i', 'wrong'), element('i', 'none')),
        element('span', 'counts', element('span', 'right'), element('span', 'wrong'), element('span', 'none')),
        element('span', 'why')), element('ul', 'messages'))
}

function fillExercise(row, each, student) {
    const counts = {right: ['✓', each.right], wrong: ['✗', each.wrong], none: ['○', each.notDone]}
    const words = {right: 'right', wrong: 'not quite', none: 'not done yet'}
    write(row.querySelector('strong'), `${each.page}.${each.number} ${each.title}`)
    for (const [what, [mark, count]] of Object.entries(counts)) {
        row.querySelector(`i.${what}`).style.flexGrow = count
        const shownCount = row.querySelector(`.counts .${what}`)
        write(shownCount, !student ? `${mark} ${count}` : count ? `${mark} ${words[what]}` : '')
        shownCount.title = `${count} ${words[what]}`
    }
    row.classList.toggle('mine', Boolean(student))
    const [first, ...more] = each.messages
    const others = more.length ? ` – and ${more.length} other${more.length > 1 ? 's' : ''}` : ''
    write(row.querySelector('.why'), !first ? '' : student ? first.text :
        `${first.students.length} × ${first.text}${others}`)
    sync(row.querySelector('.messages'), student ? [] : each.messages, message => message.text,
        () => element('li', '', element('span', ''), element('span', 'who')), (item, message) => {
            write(item.children[0], `${message.students.length} × ${message.text}`)
            write(item.children[1], hidden ? '' : message.students.join(', '))
        })
}

function drawPredictions({predictions, student}) {
    const chosen = predictions.filter(each => ofPage(each.question.slice(0, 2)))
    write(at('first'), !chosen.length ? 'No predictions yet.' :
        student ? 'The first answer to each counts.' : 'The first that each student committed.')
    sync(at('questions'), chosen, each => each.question,
        () => element('div', 'question', element('h3', ''), element('p', 'note'), element('div', 'bars')),
        (card, each) => {
            const largest = Math.max(...each.answers.map(bar => bar.count))
            write(card.children[0], each.question)
            write(card.children[1], student ? '' : `${each.committed} committed, ${each.not} not`)
            sync(card.children[2], each.answers, bar => bar.label,
                () => element('div', 'answer', element('span', 'label'), element('i', ''), element('b', '')),
                (row, bar) => {
                    write(row.children[0], bar.label)
                    row.children[1].style.width = `${100 * bar.count / largest}%`
                    write(row.children[2], student ? '' : String(bar.count))
                })
        })
}

function drawChoice({exercises, predictions, student, teacher}) {
    const pages = new Set([...exercises.map(each => each.page), ...predictions.map(each => each.question.slice(0, 2))])
    const chosen = at('page').value
    sync(at('page'), ['', ...[...pages].sort()], page => page, page => {
        const option = element('option', '', page || 'all')
        option.value = page
        return option
    }, () => {})
    at('page').value = pages.has(chosen) ? chosen : ''
    at('choice').hidden = at('hide').hidden = at('legend').hidden = Boolean(student)
    at('explanation').hidden = !student
    document.body.classList.toggle('mine', Boolean(student))
    write(at('title'), student ? `The teacher's board, and what it shows of ${student}` : 'The class')
    write(at('place'), student ? 'Where' : 'Who is where')
    at('explanation').lastElementChild.hidden = !teacher
    write(at('explanation').firstElementChild, teacher ? `${student} sees the same at this page's address.` :
        'Your teacher sees this: your name beside the page that you are on and beside a wrong answer; ' +
        'a right answer and a prediction only as one more in a count. No other student sees it.')
}

function draw() {
    if (!shown) return
    write(at('hide'), hidden ? 'Show names' : 'Hide names')
    at('hide').setAttribute('aria-pressed', hidden)
    for (const part of [drawChoice, drawSummary, drawWhere, drawExercises, drawPredictions]) part(shown)
}

// look asks for the data, and returns a sentence about how it went.
async function look() {
    const token = document.cookie.match(/(?:^|; )_xsrf="?([^;"]+)/)?.[1] ?? ''
    const answer = await fetch('data' + location.search, {headers: {'X-XSRFToken': token}})
    if (answer.status === 403 && Date.now() - opened > 30000) location.reload() // the log-in has ended
    if (!answer.ok) throw new Error(`the board answers ${answer.status} ${answer.statusText}`)
    shown = await answer.json()
    draw()
    return `as of ${new Date(shown.now * 1000).toLocaleTimeString()}`
}

async function again() {
    try {
        write(at('status'), await look())
        document.body.classList.remove('old')
    } catch (problem) {
        document.body.classList.add('old')
        write(at('status'), `${shown ? 'This is old' : 'Nothing to show'}: ${problem.message}. It is tried again.`)
    }
    setTimeout(again, document.hidden ? 5 * EVERY : EVERY)
}

at('hide').addEventListener('click', () => {
    hidden = !hidden
    localStorage.setItem('nexttoken names hidden', hidden ? 'yes' : 'no')
    draw()
})
at('page').addEventListener('change', draw)
again()
