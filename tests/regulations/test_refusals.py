from congthu.regulations.refusals import Refusal, RefusedByRule


def test_a_refusal_carries_every_reason():
    one = Refusal("quota.person", "Đ7", "Dung lượng thấp hơn mức tối thiểu.")
    other = Refusal("lock.grounds", "", "Hãy ghi căn cứ.")
    refused = RefusedByRule(one, other)
    assert refused.refusals == (one, other)
    assert str(refused) == "Dung lượng thấp hơn mức tối thiểu.; Hãy ghi căn cứ."
    assert one.as_json() == {"rule": "quota.person", "clause": "Đ7", "message": one.message}
