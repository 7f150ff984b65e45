Feature: Parallel loops
  With pointsman/parallel the turns run side by side, on the same input, with outputs in the order of the items.

  Scenario: Outputs in the order of the items, whichever ends first
    Given a workflow with tasks:
    """
    - loop:
        metadata: {pointsman/parallel: true}
        for: {each: who, in: .people}
        do: [{ask: {call: 'human-task:1.0.0@default', with: {title: '${ $who }'}}}]
    """
    And given the workflow input is:
    """
    {people: [x, y, z]}
    """
    When the workflow is executed
    And these human tasks are open:
    """
    [{title: x, visit: 1}, {title: y, visit: 2}, {title: z, visit: 3}]
    """
    And visit 3 of ask is completed with:
    """
    {answer: third}
    """
    And visit 1 of ask is completed with:
    """
    {answer: first}
    """
    And visit 2 of ask is completed with:
    """
    {answer: second}
    """
    Then the workflow should complete with output:
    """
    [{answer: first}, {answer: second}, {answer: third}]
    """

  Scenario: Every turn has the loop's input, not the output of another turn
    Given a workflow with tasks:
    """
    - loop:
        metadata: {pointsman/parallel: true}
        input: {from: .n}
        for: {each: x, at: i, in: '[10, 20]'}
        do: [{a: {set: '${ . + $x }'}}, {b: {set: '${ [., $i] }'}}]
        output: {as: '{turns: .}'}
    """
    And given the workflow input is:
    """
    {n: 1}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    {turns: [[11, 0], [21, 1]]}
    """

  Scenario Outline: Parallel or not
    Given a workflow with tasks:
    """
    - loop: {metadata: {pointsman/parallel: <parallel>}, for: {in: '[1, 2]'}, do: [{turn: {set: '${ . + $item }'}}]}
    """
    And given the workflow input is:
    """
    0
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    <output>
    """

    Examples:
      | parallel | output |
      | true     | [1, 2] |
      | false    | 3      |

  Scenario: At most so many turns at once
    Given a workflow with tasks:
    """
    - loop:
        metadata: {pointsman/parallel: true, pointsman/maxConcurrency: 2}
        for: {in: '[1, 2, 3, 4]'}
        do: [{ask: {call: 'human-task:1.0.0@default', with: {title: '${ $item | tostring }'}}}]
    """
    When the workflow is executed
    And these human tasks are open:
    """
    [{title: '1'}, {title: '2'}]
    """
    And visit 2 of ask is completed with:
    """
    {n: 2}
    """
    And these human tasks are open:
    """
    [{title: '1'}, {title: '3'}]
    """
    And visit 1 of ask is completed with:
    """
    {n: 1}
    """
    And these human tasks are open:
    """
    [{title: '3'}, {title: '4'}]
    """
    And visit 3 of ask is completed with:
    """
    {n: 3}
    """
    And visit 4 of ask is completed with:
    """
    {n: 4}
    """
    Then the workflow should complete with output:
    """
    [{n: 1}, {n: 2}, {n: 3}, {n: 4}]
    """

  Scenario: A fault in one turn cancels the others
    Given a workflow with tasks:
    """
    - loop:
        metadata: {pointsman/parallel: true}
        for: {in: '[1, 2, 3]'}
        do:
          - maybe: {if: $item == 2, raise: {error: {type: 'https://x.example/bad', status: 500}}}
          - waiting: {wait: {days: 1}}
    - after: {set: '${ {} }'}
    """
    When the workflow is executed
    Then the workflow should fault with error:
    """
    {status: 500, instance: /do/0/loop/do/0/maybe}
    """
    And waiting should cancel
    And after should not run

  Scenario: All turns are cancelled together
    Given a workflow with tasks:
    """
    - loop: {metadata: {pointsman/parallel: true}, for: {in: '[1, 2]'}, do: [{waiting: {wait: {days: 1}}}]}
    """
    When the workflow is executed
    And waiting waits 2 times at once
    And the workflow is cancelled
    Then the workflow should cancel
    And the tasks should have run as:
    """
    loop cancelled
    waiting cancelled
    waiting cancelled
    """

  Scenario: Exit ends one turn, end ends the workflow
    Given a workflow with tasks:
    """
    - first: {metadata: {pointsman/parallel: true}, for: {in: '[1, 2]'}, do: [{a: {set: '${ $item }', then: exit}}, {b: {set: '${ "b" }'}}]}
    - second: {metadata: {pointsman/parallel: true}, for: {in: .}, do: [{c: {if: $item == 1, wait: {days: 1}}}, {d: {set: '${ "ended by \($item)" }', then: end}}]}
    - after: {set: '${ {} }'}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    ended by 2
    """
    And b should not run
    And after should not run

  Scenario: Nothing to iterate gives an empty list
    Given a workflow with tasks:
    """
    - loop: {metadata: {pointsman/parallel: true}, for: {in: '[]'}, do: [{turn: {set: '${ {} }'}}]}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    []
    """

  Scenario: A sub-workflow for each item
    Given a workflow with tasks:
    """
    - loop:
        metadata: {pointsman/parallel: true}
        for: {each: n, in: '[1, 2, 3]'}
        do: [{child: {run: {workflow: {namespace: default, name: double, version: '1.0.0', input: {n: '${ $n }'}}}}}]
    """
    And a sub-workflow 'double' with tasks:
    """
    - only: {set: '${ .n * 2 }'}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    [2, 4, 6]
    """
    And the sub-workflows of child should be 3
